/**
 * The engine's range reconciliation behind the line protocol of the negentropy test suite, so that
 * it can be tested against other implementations (docs/protocol/ranges.md). For the JVM only.
 */
package dev.hyphadb.simulation.negentropy;
