/**
 * Queries: their language, their evaluation, and live results (SPEC.md section 3, docs/queries.md).
 *
 * <p>A {@code Query} is immutable and checked and bounded when it is parsed; evaluating it fails
 * only in strict mode, and takes time linear in what it reads. {@code QueryRunner} reads every
 * node; indexes belong into {@code index} and come in where it scans. A {@code LiveQuery} belongs
 * to the owner thread. How nodes are stored is left to {@code graph}.
 */
package dev.hyphadb.core.query;
