/**
 * The graph and its merge (DESIGN.md section 4): nodes as they are shown, the last-writer-wins
 * registers they are made of, and how a commit changes them.
 *
 * <p>Invariants: the registers, the live set and the state hash are functions of the set of commits
 * received, whatever their order; a commit is live exactly while a register holds one of its
 * stamps.
 *
 * <p>{@code GraphWriter} and what it uses belong to the owner thread; {@code GraphReader} may be
 * used by any thread. Which commits arrive and where they go next is left to {@code sync}.
 */
package dev.hyphadb.core.graph;
