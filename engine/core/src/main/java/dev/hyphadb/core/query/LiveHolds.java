package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Which live queries depend on a node, whether or not its values bring it to them. */
final class LiveHolds {
  private final Map<String, Held> byId = new HashMap<>();

  private static final class Held {
    /** As the queries last saw it; {@code null} while nobody has said. */
    Node node;

    final Set<LiveQuery> holders = new LinkedHashSet<>(2);
  }

  void hold(LiveQuery query, String id) {
    byId.computeIfAbsent(id, each -> new Held()).holders.add(query);
  }

  void hold(LiveQuery query, Node node) {
    Held held = byId.computeIfAbsent(node.id(), each -> new Held());
    held.node = node;
    held.holders.add(query);
  }

  void release(LiveQuery query, String id) {
    Held held = byId.get(id);
    if (held != null && held.holders.remove(query) && held.holders.isEmpty()) {
      byId.remove(id);
    }
  }

  /**
   * Visits who depends on the node, unless it looks as before.
   *
   * @param after {@code null} when it is not there
   * @return whether it may look different
   */
  boolean change(String id, Node after, Consumer<LiveQuery> visitor) {
    Held held = byId.get(id);
    if (held == null) {
      return true;
    }
    if (held.node != null) {
      if (held.node.equals(after)) {
        return false;
      }
      held.node = after;
    }
    held.holders.forEach(visitor);
    return true;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }
}
