package dev.hyphadb.simulation;

import dev.hyphadb.core.graph.Node;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What live queries rest on: every node that looks different was named as changed by a flush. */
final class ChangesAreTold {
  private final Map<String, Node> shown = new TreeMap<>();

  void opened(SimulatedPeer peer) {
    shown.clear();
    shown.putAll(all(peer));
  }

  void flushed(SimulatedPeer peer, Set<String> changed) {
    for (String id : changed) {
      Node node = peer.reader().get(id);
      if (node == null) {
        shown.remove(id);
      } else {
        shown.put(id, node);
      }
    }
  }

  void check(SimulatedPeer peer) {
    Map<String, Node> now = all(peer);
    if (now.equals(shown)) {
      return;
    }
    for (Map.Entry<String, Node> entry : now.entrySet()) {
      if (!entry.getValue().equals(shown.get(entry.getKey()))) {
        fail(peer, entry.getValue() + ", last told " + shown.get(entry.getKey()));
      }
    }
    fail(peer, "a node went away untold");
  }

  private static void fail(SimulatedPeer peer, String detail) {
    throw new InvariantViolation(
        "every change of a node is told", "peer " + peer.number() + ": " + detail);
  }

  private static Map<String, Node> all(SimulatedPeer peer) {
    Map<String, Node> nodes = new TreeMap<>();
    peer.reader()
        .forEach(node -> {
          nodes.put(node.id(), node);
          return true;
        });
    return nodes;
  }
}
