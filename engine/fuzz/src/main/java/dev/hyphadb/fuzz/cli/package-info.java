/** The command line of {@code ./hypha fuzz}. */
package dev.hyphadb.fuzz.cli;
