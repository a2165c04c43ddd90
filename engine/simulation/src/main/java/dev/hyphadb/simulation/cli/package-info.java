/**
 * The command line of the simulation. For the JVM only: has the clock, the hash function and the
 * standard streams that the portable part goes without.
 */
package dev.hyphadb.simulation.cli;
