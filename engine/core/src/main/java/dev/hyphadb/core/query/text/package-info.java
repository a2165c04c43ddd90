/**
 * Text as queries compare it: case folding, accents, and words.
 *
 * <p>Everything here is a function of its input alone, with tables of its own, so that the JVM and
 * the browser agree; for any thread. Called by {@code query} and its regular expressions; ranking
 * and indexes are left to {@code index}.
 */
package dev.hyphadb.core.query.text;
