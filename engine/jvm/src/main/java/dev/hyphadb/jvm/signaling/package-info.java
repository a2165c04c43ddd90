/**
 * Clients of the third parties through which peers meet: the signaling coordinator ({@link
 * dev.hyphadb.jvm.signaling.CoordinatorSignaling}) and Nostr relays ({@link
 * dev.hyphadb.jvm.signaling.NostrSignaling}), both over WebSocket.
 *
 * <p>Each adapter owns its sockets and reconnects with growing pauses, joining its topics again.
 * Every answer is treated as hostile: bounded in size, parsed strictly, and dropped with a counted
 * reason. Methods may be called from any thread and return at once; reports come on one thread per
 * adapter. What the payloads mean belongs to {@code core.signal}.
 */
package dev.hyphadb.jvm.signaling;
