package dev.hyphadb.core.sync;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of a database that a peer wants to hold: the nodes that match one of some queries, and
 * what they link to, some edges far (docs/partial-replication.md).
 *
 * @param queries conditions only: what {@code map} takes as {@code query}, without {@code $edge}
 * @param depth how many edges to follow from the nodes that match; 0 for those alone
 */
public record Scope(List<Fields> queries, int depth) {
  public static final int QUERIES_MAX = 16;
  public static final int DEPTH_MAX = 8;

  /** In the form in which it travels. */
  public static final int BYTES_MAX = 16 << 10;

  /**
   * @throws QueryException when a query is not understood, or there are too many
   */
  public Scope {
    queries = List.copyOf(queries);
    if (queries.isEmpty() || queries.size() > QUERIES_MAX) {
      throw new QueryException(
          "bad-scope", "queries", "A scope has 1 to " + QUERIES_MAX + " queries");
    }
    if (depth < 0 || depth > DEPTH_MAX) {
      throw new QueryException(
          "bad-scope", "depth", "A scope follows 0 to " + DEPTH_MAX + " edges");
    }
    for (Fields query : queries) {
      if (!queryOf(query).isConditionOnly()) {
        throw new QueryException(
            "bad-scope", "queries", "A scope's queries are conditions, without $edge");
      }
    }
    if (PackWriter.pack(toValue(queries, depth)).length > BYTES_MAX) {
      throw new QueryException("bad-scope", "", "A scope has at most " + BYTES_MAX + " bytes");
    }
  }

  /**
   * Reads {@code {queries: [query, …], depth: 0}}.
   *
   * @throws QueryException when it is none
   */
  public static Scope parse(Map<String, ?> options) {
    return parse(PlainValues.fromMap(options));
  }

  /** Like {@link #parse(Map)}; reads what {@link #toFields} makes. */
  public static Scope parse(Fields options) {
    for (String name : options.names()) {
      if (!name.equals("queries") && !name.equals("depth")) {
        throw new QueryException("unknown-option", name, "A scope has no such option");
      }
    }
    Value depth = options.has("depth") ? options.get("depth") : Value.of(0);
    Value queries = options.get("queries");
    if (queries == null) {
      throw new QueryException("bad-scope", "queries", "A scope has queries");
    }
    return of(new Value.Items(List.of(depth, queries)));
  }

  public Fields toFields() {
    return Fields.builder()
        .put("queries", new Value.Items(List.copyOf(queries)))
        .put("depth", depth)
        .build();
  }

  private static Query queryOf(Fields query) {
    return Query.parse(Fields.of("query", query));
  }

  private static Value toValue(List<Fields> queries, int depth) {
    return new Value.Items(List.of(Value.of(depth), new Value.Items(List.copyOf(queries))));
  }

  /** {@code [depth, [query, …]]}. */
  Value toValue() {
    return toValue(queries, depth);
  }

  /**
   * @throws QueryException when it is none
   */
  static Scope of(Value value) {
    if (value instanceof Value.Items parts
        && parts.values().size() == 2
        && parts.values().get(0) instanceof Value.Int depth
        && depth.value() >= 0
        && depth.value() <= DEPTH_MAX
        && parts.values().get(1) instanceof Value.Items items) {
      List<Fields> queries = new ArrayList<>();
      for (Value item : items.values()) {
        if (!(item instanceof Fields query)) {
          throw new QueryException("bad-scope", "queries", "A query is a map");
        }
        queries.add(query);
      }
      return new Scope(queries, (int) depth.value());
    }
    throw new QueryException("bad-scope", "", "A scope is a depth and a list of queries");
  }

  /** What decides whether a node matches, ready to be asked often. */
  Matcher matcher() {
    List<Query> parsed = queries.stream().map(Scope::queryOf).toList();
    return node -> parsed.stream().anyMatch(query -> query.matches(node));
  }

  /** Whether a node is one of those that a scope starts from. */
  interface Matcher {
    boolean matches(Node node);
  }
}
