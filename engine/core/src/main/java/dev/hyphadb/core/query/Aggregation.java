package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.query.Aggregate.Column;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One {@link Aggregate} being computed: takes the nodes one by one, keeps the groups only. */
final class Aggregation {
  private final Aggregate aggregate;
  private final List<FieldPath> groupBy;
  private final Map<List<Value>, Tally[]> groups = new TreeMap<>(Aggregation::compareKeys);

  Aggregation(Aggregate aggregate) {
    this.aggregate = aggregate;
    this.groupBy = aggregate.groupBy();
    if (groupBy.isEmpty()) {
      // The group of all is there even if it is empty.
      groups.put(List.of(), tallies());
    }
  }

  private Tally[] tallies() {
    Tally[] tallies = new Tally[aggregate.columns().size()];
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = new Tally(aggregate.columns().get(i).function());
    }
    return tallies;
  }

  private static int compareKeys(List<Value> a, List<Value> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = ValueOrder.INSTANCE.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * @throws QueryException {@code too-many-groups}
   */
  void add(NodeView node) {
    addTo(node, new ArrayList<>(groupBy.size()));
  }

  /** A list puts the node into the group of each of its elements, once. */
  private void addTo(NodeView node, List<Value> key) {
    if (key.size() == groupBy.size()) {
      tally(node, key);
      return;
    }
    Value found = groupBy.get(key.size()).find(node);
    if (!(found instanceof Value.Items items)) {
      addTo(node, key, found);
      return;
    }
    List<Value> different = items.values().stream().sorted(ValueOrder.INSTANCE).toList();
    if (different.isEmpty()) {
      addTo(node, key, null);
    }
    for (int i = 0; i < different.size(); i++) {
      if (i == 0 || !ValueOrder.INSTANCE.areEqual(different.get(i - 1), different.get(i))) {
        addTo(node, key, different.get(i));
      }
    }
  }

  private void addTo(NodeView node, List<Value> key, Value next) {
    key.add(next);
    addTo(node, key);
    key.remove(key.size() - 1);
  }

  private void tally(NodeView node, List<Value> key) {
    Tally[] tallies = groups.get(key);
    if (tallies == null) {
      if (groups.size() >= QueryLimits.GROUPS_MAX) {
        throw new QueryException(
            "too-many-groups",
            "groupBy",
            "there are more than " + QueryLimits.GROUPS_MAX + " groups; ask about fewer nodes");
      }
      tallies = tallies();
      groups.put(new ArrayList<>(key), tallies);
    }
    for (int i = 0; i < tallies.length; i++) {
      FieldPath field = aggregate.columns().get(i).field();
      if (field == null) {
        tallies[i].addNode();
      } else {
        tallies[i].add(field.find(node));
      }
    }
  }

  /** The groups in order, as many as are asked for. */
  List<Fields> results() {
    List<Fields> rows = new ArrayList<>(groups.size());
    groups.forEach((key, tallies) -> rows.add(row(key, tallies)));
    String field = aggregate.sortField();
    if (field != null) {
      // The sort is stable: equal ones stay in the order of their keys.
      Comparator<Fields> order = (a, b) -> ValueOrder.INSTANCE.compare(a.get(field), b.get(field));
      rows.sort(aggregate.isDescending() ? order.reversed() : order);
    } else if (aggregate.isDescending()) {
      Collections.reverse(rows);
    }
    return List.copyOf(rows.subList(0, Math.min(rows.size(), aggregate.limit())));
  }

  private Fields row(List<Value> key, Tally[] tallies) {
    Fields.Builder row = Fields.builder();
    for (int i = 0; i < groupBy.size(); i++) {
      put(row, groupBy.get(i).text(), key.get(i));
    }
    for (int i = 0; i < tallies.length; i++) {
      Column column = aggregate.columns().get(i);
      put(row, column.name(), tallies[i].result());
    }
    return row.build();
  }

  private static void put(Fields.Builder row, String name, Value value) {
    if (value != null) {
      row.put(name, value);
    }
  }
}
