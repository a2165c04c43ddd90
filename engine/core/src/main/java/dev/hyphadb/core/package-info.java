/**
 * The database itself, portable: {@code Replica} owns the state of one copy of one database
 * (DESIGN.md section 2).
 *
 * <p>No thread, clock, randomness or I/O of its own: one owner thread feeds inputs with the time as
 * a parameter, calls {@code flush}, and carries out what that returns.
 */
package dev.hyphadb.core;
