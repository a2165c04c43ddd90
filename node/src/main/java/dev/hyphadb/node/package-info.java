/**
 * The node service: an always-on superpeer for any number of databases, with an HTTP and WebSocket
 * API for local applications.
 *
 * <p>Owns the API's translation (JSON and MessagePack to values, faults to problem documents),
 * which databases are open, and what the nodes of a network tell each other about them. The rules
 * of the database live in the engine.
 *
 * <p>Threads: requests and live messages run on virtual threads or workers, never on event loops;
 * the engine orders writes. Invariants: whatever a client sends is accepted or answered with a
 * counted {@link dev.hyphadb.node.Problem}, and nothing is half-applied; every buffer has a bound;
 * pages of other origins can neither read nor write.
 *
 * <p>Left to others: durability, merging, synchronisation, meeting peers ({@code dev.hyphadb}).
 */
package dev.hyphadb.node;
