package dev.hyphadb.simulation;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.simulation.NaiveReplay.ExpectedNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * DESIGN.md section 10, number 1: state hash, number of live commits and visible graph are a
 * function of the commits, namely the one that {@link NaiveReplay} computes.
 */
final class SameCommitsSameState {
  private static final String INVARIANT = "same commits, same state";

  private SameCommitsSameState() {}

  static void check(SimulatedPeer peer, NaiveReplay replay) {
    compareNodes(peer, replay.visible());
    Set<CommitKey> live = replay.holders().keySet();
    Replica.Status status = peer.replica().status();
    if (status.liveCommits() != live.size()) {
      fail(peer, status.liveCommits() + " live commits instead of " + live.size());
    }
    byte[] expected = replay.stateHash(live);
    if (!Arrays.equals(expected, status.stateHash())) {
      fail(
          peer,
          "state hash "
              + Hex.encode(status.stateHash(), 4)
              + " instead of "
              + Hex.encode(expected, 4));
    }
  }

  private static void compareNodes(SimulatedPeer peer, Map<String, ExpectedNode> expected) {
    Map<String, Node> shown = new TreeMap<>();
    peer.reader()
        .forEach(node -> {
          shown.put(node.id(), node);
          return true;
        });
    for (Map.Entry<String, ExpectedNode> entry : expected.entrySet()) {
      Node node = shown.remove(entry.getKey());
      ExpectedNode wanted = entry.getValue();
      boolean equal =
          node != null
              && node.value().equals(wanted.value())
              && new TreeSet<>(node.edges()).equals(wanted.edges())
              && node.edges().size() == wanted.edges().size()
              && node.timestamp().packed() == wanted.hlc();
      if (!equal) {
        fail(peer, "shows " + node + " instead of " + entry.getKey() + " " + wanted);
      }
    }
    if (!shown.isEmpty()) {
      fail(peer, "shows " + shown.values().iterator().next() + ", which nobody wrote");
    }
  }

  private static void fail(SimulatedPeer peer, String detail) {
    throw new InvariantViolation(INVARIANT, "peer " + peer.number() + ": " + detail);
  }
}
