/**
 * Time as the database knows it: hybrid logical clock readings and the clock that makes them
 * (DESIGN.md section 5).
 *
 * <p>Owns no wall clock: the current time is always a parameter. A clock belongs to one owner
 * thread; timestamps are immutable values.
 */
package dev.hyphadb.core.time;
