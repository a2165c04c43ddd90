/**
 * {@code ./hypha db}: care for stored databases from a terminal. Results go to standard output,
 * progress and errors to standard error.
 *
 * <p>Translates arguments into calls of {@code Hypha} and failures into plain sentences and exit
 * codes: 0 done, 1 damage was found, 2 wrong usage, 3 it could not be done. One thread.
 */
package dev.hyphadb.cli;
