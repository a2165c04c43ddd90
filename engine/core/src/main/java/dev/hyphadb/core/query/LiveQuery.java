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
 * A query whose results are followed: told of the nodes that each step changed, it answers with
 * what that means for the results. Belongs to the owner thread.
 *
 * <p>Costs for a changed node: one test of the query; with {@code $limit} or a cursor, also a walk
 * over the matches up to the page's end. A query with {@code $edge} is run anew for every step,
 * since any node may lie on the way.
 */
public final class LiveQuery {
  private final Query query;

  /** The matches by id; not kept for traversals, whose results say nothing about one node. */
  private final Map<String, Row> matches = new HashMap<>();

  /** The matches in order; only kept when other nodes decide whether one is in the page. */
  private final TreeSet<Row> ordered;

  /** The results by id; only kept when they are not all the matches. */
  private Map<String, Node> results = new LinkedHashMap<>();

  public LiveQuery(Query query) {
    this.query = query;
    boolean isOrdered = !query.isTraversal() && !query.page().isEverything();
    this.ordered = isOrdered ? new TreeSet<>(query.order()) : null;
  }

  /**
   * Takes the present results; called once, first.
   *
   * @throws QueryException {@code unknown-field}, in strict mode only
   */
  public List<LiveEvent> start(QueryRunner runner) {
    List<Row> page;
    if (query.isTraversal()) {
      page = runner.page(query);
    } else {
      page = runner.matches(query);
      page.forEach(row -> matches.put(row.id(), row));
      if (ordered != null) {
        ordered.addAll(page);
        page = query.page().of(ordered);
      }
    }
    if (query.isTraversal() || ordered != null) {
      page.forEach(row -> results.put(row.id(), row.node()));
    }
    return page.stream().map(row -> new LiveEvent(Action.INITIAL, row.id(), row.node())).toList();
  }

  /**
   * Some nodes may have changed.
   *
   * @param changed each as it is now; {@code null} for one that is not there
   * @param runner over the same graph as at the start; used for traversals
   */
  public List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner) {
    if (query.isTraversal()) {
      return changed.isEmpty() ? List.of() : moveTo(runner.page(query), changed);
    }
    List<LiveEvent> events = new ArrayList<>();
    boolean hasMoved = false;
    for (Map.Entry<String, Node> change : changed.entrySet()) {
      String id = change.getKey();
      Node node = change.getValue();
      boolean isMatch = node != null && query.condition().matches(node);
      Row after = isMatch ? query.order().row(node) : null;
      Row before = isMatch ? matches.put(id, after) : matches.remove(id);
      Node nodeBefore = before == null ? null : before.node();
      boolean isUnchanged = isMatch ? node.equals(nodeBefore) : before == null;
      if (isUnchanged) {
        continue;
      }
      if (ordered == null) {
        Action action = before == null ? Action.ADDED : isMatch ? Action.UPDATED : Action.REMOVED;
        events.add(new LiveEvent(action, id, node));
        continue;
      }
      hasMoved = true;
      if (before != null) {
        ordered.remove(before);
      }
      if (after != null) {
        ordered.add(after);
      }
    }
    return hasMoved ? moveTo(query.page().of(ordered), changed) : events;
  }

  private List<LiveEvent> moveTo(List<Row> page, Map<String, Node> changed) {
    Map<String, Node> next = new LinkedHashMap<>();
    page.forEach(row -> next.put(row.id(), row.node()));
    List<LiveEvent> events = new ArrayList<>();
    results.forEach((id, node) -> {
      if (!next.containsKey(id)) {
        Node now = changed.containsKey(id) ? changed.get(id) : node;
        events.add(new LiveEvent(Action.REMOVED, id, now));
      }
    });
    next.forEach((id, node) -> {
      Node before = results.get(id);
      if (before == null) {
        events.add(new LiveEvent(Action.ADDED, id, node));
      } else if (!before.equals(node)) {
        events.add(new LiveEvent(Action.UPDATED, id, node));
      }
    });
    results = next;
    return events;
  }
}
