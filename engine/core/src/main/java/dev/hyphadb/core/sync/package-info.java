/**
 * How two replicas come to hold the same commits (DESIGN.md section 6; docs/protocol/sync.md).
 *
 * <p>A replica appends every commit it accepts to its log. To each peer it sends its log from where
 * that peer has read it: live traffic and catching up are the same thing. When the log no longer
 * reaches back that far, the live commits are reconciled range by range ({@link
 * dev.hyphadb.core.sync.range}), or streamed where one side has next to nothing. State hashes
 * decide whether all is well.
 *
 * <p>Sessions are state machines without I/O, thread or clock; they belong to the owner thread.
 * What a commit does is left to {@code graph}; how bytes travel, to the transport.
 */
package dev.hyphadb.core.sync;
