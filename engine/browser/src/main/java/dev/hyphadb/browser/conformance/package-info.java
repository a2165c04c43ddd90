/**
 * Proof that the core is portable: an ES module that reaches every public method of the core, so
 * that what TeaVM does not have is a build error, and exports the checks of docs/protocol/vectors
 * and the simulation, which run under node in every build.
 *
 * <p>Not part of what is shipped.
 */
package dev.hyphadb.browser.conformance;
