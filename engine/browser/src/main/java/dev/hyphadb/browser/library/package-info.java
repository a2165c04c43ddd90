/**
 * What JavaScript has built in, in place of the same written in Java: strings from bytes, copies of
 * arrays, properties of characters, decimal text of numbers.
 *
 * <p>{@link dev.hyphadb.browser.library.Substitution} puts these methods in the place of those that
 * they are named after while TeaVM compiles: the module gets faster, and smaller by the tables that
 * TeaVM would bring along. The vectors of the conformance module hold them to what the JVM does.
 */
package dev.hyphadb.browser.library;
