/**
 * What the database runtime uses of the network: rooms in which peers appear and exchange frames.
 *
 * <p>{@link dev.hyphadb.jvm.network.PeerNetwork} owns one event-loop thread. Reports of signaling
 * and WebRTC are put into its inbox; it feeds them to {@link dev.hyphadb.core.signal.Rendezvous},
 * does what that asks for, and calls the rooms' listeners. Everything that waits becomes one
 * wake-up. Sending does not go through the thread: a frame leaves on the caller's.
 *
 * <p>Invariants: a listener is called by the one network thread only; {@code peerJoined} before any
 * frame of that peer, nothing about it after {@code peerLeft}; a peer that is not listened to fast
 * enough is disconnected before it fills the memory. What the frames mean belongs to {@code sync}.
 */
package dev.hyphadb.jvm.network;
