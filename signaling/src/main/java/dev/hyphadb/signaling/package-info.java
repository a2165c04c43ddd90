/**
 * The signaling coordinator: rooms through which peers find each other and exchange handshakes.
 *
 * <p>Owns who is connected, which topics each one is on, and the order of delivery within a topic.
 * Payloads are opaque: they are relayed, never read. Nothing is stored and no application data
 * passes.
 *
 * <p>{@link dev.hyphadb.signaling.Rooms} and {@link dev.hyphadb.signaling.Session} are plain
 * classes without a framework, a socket or a clock of their own; {@link
 * dev.hyphadb.signaling.SignalingEndpoint} feeds them from event loops and a timer. A connection's
 * messages arrive one at a time; different connections arrive on different threads, and the one
 * lock inside {@code Rooms} orders them. Nothing blocks under that lock.
 *
 * <p>Invariants: a peer id belongs to at most one welcomed session; every buffer has a bound;
 * whatever a client sends is either accepted or rejected with a counted {@link
 * dev.hyphadb.signaling.Rejection.Reason}.
 *
 * <p>Left to others: authenticity and secrecy of payloads (the peers seal them), sharing rooms
 * among instances.
 */
package dev.hyphadb.signaling;
