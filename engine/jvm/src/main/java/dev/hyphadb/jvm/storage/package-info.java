/**
 * Where a database rests on the JVM: the adapters of the core's store port and the choice between
 * them.
 *
 * <p>Owns the files below the directory it is given: {@code FORMAT}, which names the engine that
 * wrote them, and one sub-directory for that engine. Invariants: a write that returned survives a
 * killed process; a batch is on disk wholly or not at all; no call on a closed store reaches native
 * memory. Knows nothing of nodes or commits.
 *
 * <p>Called by the database's owner thread for writes and by any thread for reads. {@link
 * dev.hyphadb.jvm.storage.MvStore} runs one thread of its own. Sharing a directory between
 * processes is left to others: the second process is refused.
 */
package dev.hyphadb.jvm.storage;
