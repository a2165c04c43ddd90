package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The matches of a query in order, and the page of them that a subscriber was told of. A change
 * costs its place in the order; one that can reach the page, also a walk over the page.
 */
final class LiveWindow {
  private final ResultOrder order;
  private final Page page;
  private final Map<String, Row> rows = new HashMap<>();
  private final NavigableSet<Row> ordered;

  /** The page as the subscriber knows it, in order. */
  private Map<String, Node> told = new LinkedHashMap<>();

  /** The last row of a full page without cursors: what comes after it does not matter. */
  private Row end;

  private boolean hasMoved;

  LiveWindow(Query query) {
    order = query.order();
    page = query.page();
    ordered = new TreeSet<>(order);
  }

  void put(Row row) {
    Row before = rows.put(row.id(), row);
    if (before != null) {
      ordered.remove(before);
      note(before);
    }
    ordered.add(row);
    note(row);
  }

  /** Returns whether it was there. */
  boolean remove(String id) {
    Row before = rows.remove(id);
    if (before == null) {
      return false;
    }
    ordered.remove(before);
    note(before);
    return true;
  }

  boolean has(String id) {
    return rows.containsKey(id);
  }

  /** Leaves no matches but these. */
  void replaceAll(List<Row> matches) {
    Set<String> kept = new HashSet<>();
    matches.forEach(row -> kept.add(row.id()));
    for (String id : List.copyOf(rows.keySet())) {
      if (!kept.contains(id)) {
        remove(id);
      }
    }
    matches.forEach(this::put);
  }

  void forEachId(Consumer<String> visitor) {
    rows.keySet().forEach(visitor);
  }

  private void note(Row row) {
    hasMoved = hasMoved || end == null || order.compare(row, end) <= 0;
  }

  /** The first page. */
  List<Row> start() {
    List<Row> rows = rows();
    rows.forEach(row -> told.put(row.id(), row.node()));
    settle(rows);
    return rows;
  }

  private void settle(List<Row> rows) {
    boolean isBounded = !page.hasCursor() && rows.size() == page.limit();
    end = isBounded ? rows.get(rows.size() - 1) : null;
    hasMoved = false;
  }

  /**
   * What has to be said so that the subscriber knows the page as it is now.
   *
   * @param changed what this step changed, as it is now
   */
  List<LiveEvent> move(Map<String, Node> changed) {
    if (!hasMoved) {
      return List.of();
    }
    List<Row> rows = rows();
    Map<String, Node> next = new LinkedHashMap<>();
    rows.forEach(row -> next.put(row.id(), row.node()));
    List<LiveEvent> events = new ArrayList<>();
    told.forEach((id, node) -> {
      if (!next.containsKey(id)) {
        Node now = changed.containsKey(id) ? changed.get(id) : node;
        events.add(new LiveEvent(Action.REMOVED, id, now));
      }
    });
    next.forEach((id, node) -> {
      Node before = told.get(id);
      if (before == null) {
        events.add(new LiveEvent(Action.ADDED, id, node));
      } else if (!before.equals(node)) {
        events.add(new LiveEvent(Action.UPDATED, id, node));
      }
    });
    told = next;
    settle(rows);
    return events;
  }

  /** The page as it is now: found at its cursors, not counted to. */
  private List<Row> rows() {
    NavigableSet<Row> part = ordered;
    if (page.after() != null) {
      Row after = rows.get(page.after());
      if (after == null) {
        return List.of();
      }
      part = part.tailSet(after, false);
    }
    if (page.before() == null) {
      return first(part.iterator());
    }
    Row before = rows.get(page.before());
    if (before == null || part.isEmpty() || order.compare(part.first(), before) >= 0) {
      return List.of();
    }
    // Backwards, the page is what lies right before the cursor.
    List<Row> page = first(part.headSet(before, false).descendingIterator());
    Collections.reverse(page);
    return page;
  }

  private List<Row> first(Iterator<Row> from) {
    List<Row> first = new ArrayList<>();
    while (first.size() < page.limit() && from.hasNext()) {
      first.add(from.next());
    }
    return first;
  }
}
