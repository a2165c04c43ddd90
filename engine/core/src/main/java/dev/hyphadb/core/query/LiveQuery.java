package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A query whose results are followed: told of each changed node, it answers with what that means
 * for the results. Belongs to the owner thread.
 */
public final class LiveQuery {
  private final Query query;
  private final Map<String, Node> matches = new HashMap<>();

  /** The matches in order; only kept when other nodes decide whether one is in the window. */
  private final TreeSet<Node> ordered;

  private Map<String, Node> window = new LinkedHashMap<>();

  public LiveQuery(Query query) {
    this.query = query;
    this.ordered = query.isWindowed() ? new TreeSet<>(query.order()) : null;
  }

  /** Takes the present results; called once, first. */
  public List<LiveEvent> start(QueryRunner runner) {
    List<Node> found = runner.matches(query);
    found.forEach(node -> matches.put(node.id(), node));
    List<Node> page = found;
    if (ordered != null) {
      ordered.addAll(found);
      page = query.window(ordered);
      page.forEach(node -> window.put(node.id(), node));
    }
    List<LiveEvent> events = new ArrayList<>(page.size());
    page.forEach(node -> events.add(new LiveEvent(Action.INITIAL, node.id(), node)));
    return events;
  }

  /**
   * A node may have changed.
   *
   * @param node as it is now; {@code null} when there is none
   */
  public List<LiveEvent> accept(String id, Node node) {
    Node after = node != null && query.matches(node) ? node : null;
    Node before = after == null ? matches.remove(id) : matches.put(id, after);
    boolean isUnchanged = before == null ? after == null : before.equals(after);
    if (isUnchanged) {
      return List.of();
    }
    if (ordered == null) {
      Action action =
          before == null ? Action.ADDED : after == null ? Action.REMOVED : Action.UPDATED;
      return List.of(new LiveEvent(action, id, node));
    }
    if (before != null) {
      ordered.remove(before);
    }
    if (after != null) {
      ordered.add(after);
    }
    return moveWindow(id, node);
  }

  private List<LiveEvent> moveWindow(String changedId, Node changed) {
    Map<String, Node> next = new LinkedHashMap<>();
    query.window(ordered).forEach(node -> next.put(node.id(), node));
    List<LiveEvent> events = new ArrayList<>();
    window.forEach((id, node) -> {
      if (!next.containsKey(id)) {
        Node now = id.equals(changedId) ? changed : node;
        events.add(new LiveEvent(Action.REMOVED, id, now));
      }
    });
    next.forEach((id, node) -> {
      if (!window.containsKey(id)) {
        events.add(new LiveEvent(Action.ADDED, id, node));
      } else if (id.equals(changedId)) {
        events.add(new LiveEvent(Action.UPDATED, id, node));
      }
    });
    window = next;
    return events;
  }
}
