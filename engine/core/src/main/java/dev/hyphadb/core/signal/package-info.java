/**
 * How peers meet: the ports {@link dev.hyphadb.core.signal.Signaling} (messages through a third
 * party) and {@link dev.hyphadb.core.signal.Transport} (the direct connection), and {@link
 * dev.hyphadb.core.signal.Rendezvous}, the state machine that turns the first into the second.
 *
 * <p>Invariants: at most one connection per pair of peers, whatever topics they share, with one
 * data channel per shared topic; of two peers the one with the smaller id offers, so offers never
 * cross; every table is bounded; a message from outside is accepted or rejected with a counted
 * {@link dev.hyphadb.core.signal.Rejection}.
 *
 * <p>The state machines do no I/O and know no clock: one owner thread feeds them inputs with the
 * time in milliseconds and drains what they put out. Sockets, WebRTC and threads belong to the
 * adapters; what travels in the channels belongs to {@code sync}. Wire format:
 * docs/protocol/rendezvous.md.
 */
package dev.hyphadb.core.signal;
