/**
 * The commit: the atomic, immutable unit that is stored, sent, deduplicated, verified and audited
 * (DESIGN.md section 3; docs/protocol/commits.md).
 *
 * <p>Owns the commit's structure, its canonical bytes, its id, and stamps, which order all
 * mutations of all replicas. Everything here is an immutable value and may be shared between
 * threads. What a mutation does to the graph is the business of {@code graph}; whether its author
 * may, of {@code access}.
 */
package dev.hyphadb.core.commit;
