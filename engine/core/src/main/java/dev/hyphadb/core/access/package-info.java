/**
 * Who may do what (DESIGN.md section 7; docs/protocol/authority.md): roles, the grants that give
 * them, and the verdict on a commit.
 *
 * <p>Invariant: whether a commit counts is a function of the commits received and the
 * configuration, never of the order in which they came. Every commit that another verdict rests on,
 * the authority history, stays live for good.
 *
 * <p>Belongs to the owner thread. That signatures are their authors' is checked before, in {@code
 * commit}; what a commit that counts does to the graph is the business of {@code graph}; when
 * verdicts are asked for, of {@code Replica}.
 */
package dev.hyphadb.core.access;
