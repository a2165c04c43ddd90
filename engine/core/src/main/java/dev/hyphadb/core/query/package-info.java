/**
 * Queries: their language, their evaluation, and live results (SPEC.md section 3).
 *
 * <p>A {@code Query} is immutable and checked when it is parsed; evaluating it cannot fail. A
 * {@code LiveQuery} belongs to the owner thread. How nodes are stored is left to {@code graph}.
 */
package dev.hyphadb.core.query;
