package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds the live queries whose condition a node may fulfil: under a value that a field has to have,
 * otherwise under a field that has to be there, otherwise among the rest. Of several values that a
 * query asks for, the one counts that the fewest queries stand under.
 */
final class LiveIndex {
  /** Beyond so many values a query stands under the field alone. */
  private static final int VALUES_MAX = 64;

  private final Map<FieldPath, Entry> byPath = new HashMap<>();

  /** By the first name on the way and by the whole text of it, which may be a name too. */
  private final Map<String, List<Entry>> byName = new HashMap<>();

  private final Set<LiveQuery> rest = new LinkedHashSet<>();

  /**
   * Where a query stands.
   *
   * @param value {@code null} for any
   */
  record Place(FieldPath path, Value value) {
    boolean isForAnyValue() {
      return value == null;
    }
  }

  /** The queries that ask something of one field. */
  private static final class Entry {
    final FieldPath path;
    final Set<LiveQuery> any = new LinkedHashSet<>();
    final NavigableMap<Value, Set<LiveQuery>> byValue = new TreeMap<>(ValueOrder.INSTANCE);

    Entry(FieldPath path) {
      this.path = path;
    }

    int size(Place place) {
      if (place.isForAnyValue()) {
        return any.size();
      }
      Set<LiveQuery> queries = byValue.get(place.value());
      return queries == null ? 0 : queries.size();
    }

    void visit(Node node, Consumer<LiveQuery> visitor) {
      Value found = path.find(node);
      if (found == null) {
        return;
      }
      any.forEach(visitor);
      if (byValue.isEmpty()) {
        return;
      }
      visitEqual(found, visitor);
      if (found instanceof Value.Items items) {
        for (Value item : items.values()) {
          visitEqual(item, visitor);
        }
      }
    }

    private void visitEqual(Value value, Consumer<LiveQuery> visitor) {
      Set<LiveQuery> queries = byValue.get(value);
      if (queries != null) {
        queries.forEach(visitor);
      }
    }

    boolean isEmpty() {
      return any.isEmpty() && byValue.isEmpty();
    }
  }

  void add(LiveQuery query) {
    query.places = places(query.query.condition());
    if (query.places == null) {
      rest.add(query);
      return;
    }
    for (Place place : query.places) {
      Entry entry = byPath.get(place.path());
      if (entry == null) {
        entry = new Entry(place.path());
        byPath.put(place.path(), entry);
        for (String name : names(place.path())) {
          byName.computeIfAbsent(name, each -> new ArrayList<>(1)).add(entry);
        }
      }
      Set<LiveQuery> queries =
          place.isForAnyValue()
              ? entry.any
              : entry.byValue.computeIfAbsent(place.value(), each -> new LinkedHashSet<>());
      queries.add(query);
    }
  }

  void remove(LiveQuery query) {
    if (query.places == null) {
      rest.remove(query);
      return;
    }
    for (Place place : query.places) {
      Entry entry = byPath.get(place.path());
      if (entry == null) {
        continue;
      }
      if (place.isForAnyValue()) {
        entry.any.remove(query);
      } else {
        entry.byValue.computeIfPresent(
            place.value(),
            (value, queries) -> {
              queries.remove(query);
              return queries.isEmpty() ? null : queries;
            });
      }
      if (entry.isEmpty()) {
        byPath.remove(place.path());
        for (String name : names(place.path())) {
          List<Entry> entries = byName.get(name);
          entries.remove(entry);
          if (entries.isEmpty()) {
            byName.remove(name);
          }
        }
      }
    }
  }

  boolean isEmpty() {
    return rest.isEmpty() && byPath.isEmpty() && byName.isEmpty();
  }

  private static Set<String> names(FieldPath path) {
    Set<String> names = new LinkedHashSet<>();
    names.add(path.names().get(0));
    names.add(path.text());
    return names;
  }

  /** Visits every query that the node may fulfil, some of them perhaps several times. */
  void forEachCandidate(Node node, Consumer<LiveQuery> visitor) {
    rest.forEach(visitor);
    if (byPath.isEmpty()) {
      return;
    }
    // A node has an id whether or not its value has a field of that name.
    if (!node.value().has("id")) {
      visit("id", node, visitor);
    }
    for (int i = 0; i < node.value().size(); i++) {
      visit(node.value().nameAt(i), node, visitor);
    }
  }

  private void visit(String name, Node node, Consumer<LiveQuery> visitor) {
    List<Entry> entries = byName.get(name);
    if (entries != null) {
      for (Entry entry : entries) {
        entry.visit(node, visitor);
      }
    }
  }

  /** Places such that whoever fulfils the condition is at one of them; {@code null} for none. */
  private List<Place> places(Condition condition) {
    return switch (condition) {
      case Condition.All all -> {
        List<Place> best = null;
        for (Condition each : all.conditions()) {
          best = better(best, places(each));
        }
        yield best;
      }
      case Condition.Any any -> {
        List<Place> union = new ArrayList<>();
        for (Condition each : any.conditions()) {
          List<Place> places = places(each);
          if (places == null || union.size() + places.size() > VALUES_MAX) {
            yield null;
          }
          union.addAll(places);
        }
        yield union;
      }
      case Condition.OnField onField -> places(onField.path(), onField.test());
      default -> null;
    };
  }

  private List<Place> places(FieldPath path, FieldTest test) {
    return switch (test) {
      case FieldTest.Equal equal -> List.of(new Place(path, equal.value()));
      case FieldTest.OneOf oneOf when oneOf.values().length <= VALUES_MAX -> {
        List<Place> each = new ArrayList<>();
        for (Value value : oneOf.values()) {
          each.add(new Place(path, value));
        }
        yield each;
      }
      case FieldTest.All all -> {
        List<Place> best = null;
        for (FieldTest each : all.tests()) {
          best = better(best, places(path, each));
        }
        yield best;
      }
      case FieldTest.Any any -> {
        List<Place> union = new ArrayList<>();
        for (FieldTest each : any.tests()) {
          List<Place> places = places(path, each);
          if (places == null || union.size() + places.size() > VALUES_MAX) {
            yield null;
          }
          union.addAll(places);
        }
        yield union;
      }
      // What is not there may pass these.
      case FieldTest.Not not -> null;
      case FieldTest.Exists exists when !exists.isWanted() -> null;
      default -> List.of(new Place(path, null));
    };
  }

  private List<Place> better(List<Place> a, List<Place> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return cost(b) < cost(a) ? b : a;
  }

  private long cost(List<Place> places) {
    long cost = 0;
    for (Place place : places) {
      Entry entry = byPath.get(place.path());
      cost += entry == null ? 0 : entry.size(place);
      cost += place.isForAnyValue() ? Integer.MAX_VALUE : 0;
    }
    return cost;
  }
}
