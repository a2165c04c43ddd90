package dev.hyphadb;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.graph.Node;
import java.util.List;
import java.util.Map;

/**
 * Decides about what other peers did before it is applied here; see {@link Hypha#use}. Called on a
 * thread of the database's own, one batch after the other.
 */
@FunctionalInterface
public interface Middleware {
  /**
   * Takes a batch of operations: what another peer did in one step, all of it or nothing.
   *
   * @param operations in their order
   * @param previousStates each node that they are about as it is now, by id; those that are not
   *     there are left out
   * @return the same operations, for the batch to be applied; {@code null} or none to drop it;
   *     anything else to drop it and do that instead, as this peer's own batch
   * @throws Exception drops the batch, and is logged
   */
  List<RemoteOperation> apply(List<RemoteOperation> operations, Map<String, Node> previousStates)
      throws Exception;
}
