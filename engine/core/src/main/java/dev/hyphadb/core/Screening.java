package dev.hyphadb.core;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.Node;
import java.util.List;
import java.util.Map;

/**
 * Commits of peers that wait for the middleware's verdict; {@link Replica#decide} gives it. No two
 * of them are about one node, so that each may be looked at by itself, in their order.
 *
 * @param number tells this screening from others of the replica
 */
public record Screening(long number, List<Proposal> proposals) {
  public Screening {
    proposals = List.copyOf(proposals);
  }

  /**
   * One commit: applied wholly, refused, or replaced.
   *
   * @param commit names it
   * @param operations in their order
   * @param previousStates each node that the operations are about, as it is now; those that are not
   *     there are left out
   */
  public record Proposal(
      CommitKey commit, List<RemoteOperation> operations, Map<String, Node> previousStates) {
    public Proposal {
      operations = List.copyOf(operations);
      previousStates = Map.copyOf(previousStates);
    }
  }
}
