package dev.hyphadb.simulation;

import dev.hyphadb.core.graph.Node;

/**
 * DESIGN.md section 10, number 7: a commit is applied wholly or not at all. The workload writes
 * some nodes only in pairs, always the same mark into both; wherever one is seen, the other shows
 * the same.
 */
final class AtomicCommits {
  static final int PAIRS = 3;
  static final String MARK = "mark";

  private AtomicCommits() {}

  static String left(int pair) {
    return "left-" + pair;
  }

  static String right(int pair) {
    return "right-" + pair;
  }

  static void check(SimulatedPeer peer) {
    if (peer.meetsHostilePeers()) {
      return;
    }
    for (int pair = 0; pair < PAIRS; pair++) {
      Object left = mark(peer, left(pair));
      Object right = mark(peer, right(pair));
      if (left == null ? right != null : !left.equals(right)) {
        throw new InvariantViolation(
            "a commit is applied wholly or not at all",
            "peer " + peer.number() + " shows half of pair " + pair + ": " + left + ", " + right);
      }
    }
  }

  private static Object mark(SimulatedPeer peer, String id) {
    Node node = peer.reader().get(id);
    return node == null ? null : node.get(MARK);
  }
}
