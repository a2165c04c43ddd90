/**
 * A Nostr relay for ephemeral events, through which peers meet.
 *
 * <p>Owns subscriptions, their index, and the admission of events; stores nothing. {@link
 * dev.hyphadb.relay.Relay} and {@link dev.hyphadb.relay.RelaySession} are plain classes; {@link
 * dev.hyphadb.relay.RelayEndpoint} feeds them.
 *
 * <p>Threads: messages are parsed on event loops; events are hashed, verified, admitted and
 * delivered on the bounded lanes of {@link dev.hyphadb.relay.VerificationLanes}, one lane a
 * connection, so a publisher's events keep their order.
 *
 * <p>Invariants: no event is delivered whose id and signature were not verified; every queue, cache
 * and map has a bound; whatever a client sends is accepted or refused with a counted {@link
 * dev.hyphadb.relay.Refusal.Reason}.
 *
 * <p>Left to others: stored kinds, upstream relays, sharing events among instances. An event store
 * would sit in {@code Relay.admit} (keep) and {@code RelaySession} before EOSE (answer).
 */
package dev.hyphadb.relay;
