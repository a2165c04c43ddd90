/**
 * Named channels between two peers: messages of any size, cut into frames, sent in fair turns,
 * joined again. {@link dev.hyphadb.core.channel.ChannelOutbox} is one direction with one peer,
 * {@link dev.hyphadb.core.channel.ChannelInbox} the other.
 *
 * <p>Invariants: messages of one channel arrive whole and in order; channels take turns frame by
 * frame, so that none waits for another's long message; what is on the way, and what an unfinished
 * message may occupy, is bounded; bytes from outside are taken or rejected with a counted {@link
 * dev.hyphadb.core.channel.ChannelRejection}.
 *
 * <p>No I/O, no clock. Each object has one owner at a time. Frames share the room's data channel
 * with those of {@code sync} and differ by their first byte; who reads and writes them, and on
 * which thread, is the adapters' affair. Wire format: docs/protocol/channels.md.
 */
package dev.hyphadb.core.channel;
