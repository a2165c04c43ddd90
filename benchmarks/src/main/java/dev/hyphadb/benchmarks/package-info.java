/**
 * Measurements of the engine and of whole systems, always beside a bare baseline of the same work
 * in the same run. Each class is a JMH benchmark or has a {@code main}; nothing here is used by the
 * product.
 */
package dev.hyphadb.benchmarks;
