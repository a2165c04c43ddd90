package dev.hyphadb.core.graph;

import dev.hyphadb.core.store.WriteBatch;

/**
 * Whoever keeps something in the store that follows from the values of nodes: told of each node in
 * a batch, so that both are written together or not at all.
 */
@FunctionalInterface
public interface NodeChanges {
  NodeChanges IGNORED = (change, batch) -> {};

  /** On the owner thread, before the batch is written; may add to it. */
  void add(NodeChange change, WriteBatch batch);
}
