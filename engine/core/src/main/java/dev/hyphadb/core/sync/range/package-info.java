/**
 * Range-based set reconciliation: how two sides find what they do not share at a cost that follows
 * the difference (negentropy protocol version 1; docs/protocol/ranges.md).
 *
 * <p>Owns the algorithm and its bytes; knows items, not commits. Nothing is kept between two
 * messages: each is answered from the set as it is then, so a set may change in between. Sans I/O,
 * owned by one thread. What is done about the differences is left to the sessions in {@code sync}.
 */
package dev.hyphadb.core.sync.range;
