package dev.hyphadb.system;

import dev.hyphadb.system.NodeClient.Status;
import java.time.Duration;
import java.util.Optional;

/** Waiting until two nodes hold the same. */
final class Convergence {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private Convergence() {}

  /** The state of both, once their hashes are equal and they have so many nodes. */
  static Status await(NodeClient a, NodeClient b, long nodes) {
    return Waiting.until(
        LIMIT,
        () -> {
          Status atA = a.status();
          Status atB = b.status();
          boolean equal = atA.stateHash().equals(atB.stateHash());
          return equal && atA.nodes() == nodes && atB.nodes() == nodes
              ? Optional.of(atA)
              : Optional.empty();
        },
        () -> "the nodes do not hold the same " + nodes + " nodes: " + describe(a, b));
  }

  /** Waits until each node is connected to so many peers that have the database open. */
  static void awaitPeers(NodeClient node, int peers) {
    Waiting.untilTrue(LIMIT, () -> node.status().peers() == peers, () -> "not " + peers + " peers");
  }

  private static String describe(NodeClient a, NodeClient b) {
    try {
      return a.status() + " and " + b.status();
    } catch (Exception e) {
      return e.toString();
    }
  }
}
