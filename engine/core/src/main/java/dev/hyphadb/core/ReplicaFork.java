package dev.hyphadb.core;

import dev.hyphadb.core.commit.ReplicaId;

/**
 * Commits of this replica turned up that its store has never had: the store was copied and somebody
 * works on the copy, or it was restored from an older state. So that one id keeps standing for one
 * history, this replica goes on under another. Nothing is lost by it.
 *
 * @param former the id that two histories have in common now
 * @param current the id of what is written here from now on
 */
public record ReplicaFork(ReplicaId former, ReplicaId current) {}
