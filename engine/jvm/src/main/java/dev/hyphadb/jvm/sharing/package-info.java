/**
 * Several handles, in one process or in many, on one data directory (SPEC.md section 5).
 *
 * <p>One of them is the owner: it holds the {@link dev.hyphadb.jvm.sharing.OwnerLease}, which the
 * operating system takes back when its process ends in whatever way, has the store open, takes part
 * in the network, and serves the others through a Unix domain socket in the directory. The others
 * are guests and send it what they are asked. When the owner goes, guests try for the lease; one
 * gets it and opens the store, the rest connect to it, and what was under way is asked again.
 *
 * <p>Invariants: a store is opened only by who holds the lease; an operation is acknowledged to a
 * guest when it is durable at the owner; every operation is idempotent, so asking again after a
 * hand-over loses and doubles nothing. Whoever may write the directory may use the socket; nobody
 * else may.
 *
 * <p>Any thread may call {@link dev.hyphadb.jvm.sharing.SharedDatabase}; connections are served by
 * virtual threads. What the verbs do is left to {@code dev.hyphadb.jvm.database}.
 */
package dev.hyphadb.jvm.sharing;
