package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.fields;
import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParseTest {
  private static void refused(String code, String path, Map<String, Object> options) {
    QueryException e = assertThrows(QueryException.class, () -> Query.parse(fields(options)));
    assertEquals(code + " " + path, e.code() + " " + e.path());
    assertTrue(e.getMessage().endsWith("(at " + path + ")"), e.getMessage());
  }

  private static void bad(String code, String path, Object... query) {
    refused(code, path, map("query", map(query)));
  }

  @Test
  void options() {
    refused("unknown-option", "quer", map("quer", map()));
    refused("bad-query", "query", map("query", List.of()));
    refused("bad-option", "$limit", map("$limit", 0));
    refused("bad-option", "$limit", map("$limit", 1.5));
    refused("bad-option", "order", map("order", "up"));
    refused("bad-option", "order", map("order", 1));
    refused("bad-option", "field", map("field", 1));
    refused("bad-option", "field", map("field", "$near"));
    refused("bad-option", "$after", map("$after", 1));
    refused("bad-option", "realtime", map("realtime", "yes"));
    refused("bad-option", "strictMode", map("strictMode", 1));
    refused("query-too-large", "field", map("field", "x".repeat(1025)));
  }

  @Test
  void operators() {
    bad("unknown-operator", "query.a.$nope", "a", map("$nope", 1));
    bad("unknown-operator", "query.$nope", "$nope", 1);
    bad("unknown-operator", "query.$or.1.a.$x", "$or", List.of(map(), map("a", map("$x", 1))));
    bad("unknown-operator", "query.a.$not.$x", "a", map("$not", map("$x", 1)));
    bad("misplaced-operator", "query.$gt", "$gt", 1);
    bad("misplaced-operator", "query.a.$edge", "a", map("$edge", map()));
    bad("misplaced-operator", "query.$or.0.$edge", "$or", List.of(map("$edge", map())));
    bad("misplaced-operator", "query.$not.$depth", "$not", map("$depth", 1));
    bad("misplaced-operator", "query.$depth", "$depth", 1);
    bad("misplaced-operator", "query.a.b.$gt", "a", map("b", map("$gt", 1)));
    bad("misplaced-operator", "query.a.0.$gt", "a", List.of(map("$gt", 1)));
    bad("bad-operand", "query.a.b", "a", map("$gt", 1, "b", 2));
    bad("bad-query", "query.$and.1", "$and", List.of(map(), 1));
    bad("bad-operand", "query.$and", "$and", map());
    bad("bad-operand", "query.$or", "$or", List.of());
    bad("bad-query", "query.$not", "$not", List.of());
    bad("bad-query", "query.$edge", "$edge", "x");
    bad("bad-operand", "query.$edge.$depth", "$edge", map("$depth", 0));
    bad("bad-operand", "query.$edge.$depth", "$edge", map("$depth", List.of(1)));
    bad("bad-operand", "query.$edge.$depth", "$edge", map("$depth", List.of(3, 2)));
    bad("bad-operand", "query.$edge.$depth.0", "$edge", map("$depth", List.of(0, 2)));
    bad(
        "unknown-operator",
        "query.$edge.$edge.a.$x",
        "$edge",
        map("$edge", map("a", map("$x", 1))));
    Query.parse(fields(map("query", map("a", map("$eq", map("$gt", 1))))));
  }

  @Test
  void operands() {
    for (String name : List.of("$gt", "$gte", "$lt", "$lte")) {
      bad("bad-operand", "query.a." + name, "a", map(name, true));
      bad("bad-operand", "query.a." + name, "a", map(name, null));
    }
    for (String name :
        List.of("$startsWith", "$endsWith", "$contains", "$like", "$regex", "$text")) {
      bad("bad-operand", "query.a." + name, "a", map(name, 5));
      bad("query-too-large", "query.a." + name, "a", map(name, "x".repeat(1001)));
    }
    bad("bad-operand", "query.$text", "$text", 5);
    bad("bad-operand", "query.a.$between", "a", map("$between", List.of(1)));
    bad("bad-operand", "query.a.$between", "a", map("$between", List.of(1, "x")));
    bad("bad-operand", "query.a.$between.1", "a", map("$between", List.of(1, true)));
    bad("bad-operand", "query.a.$in", "a", map("$in", 1));
    bad("bad-operand", "query.a.$exists", "a", map("$exists", 1));
    bad("bad-regex", "query.a.$regex", "a", map("$regex", "(a"));
    bad("bad-operand", "query.$near", "$near", 1);
    bad("bad-operand", "query.$near.latitude", "$near", map("longitude", 1, "radius", 1));
    bad(
        "bad-operand",
        "query.$near.longitude",
        "$near",
        map("latitude", 1, "longitude", 181, "radius", 1));
    bad(
        "bad-operand",
        "query.$near.radius",
        "$near",
        map("latitude", 1, "longitude", 1, "radius", -1));
    bad(
        "bad-operand",
        "query.a.$near.km",
        "a",
        map("$near", map("latitude", 1, "longitude", 1, "km", 1)));
    bad(
        "bad-operand",
        "query.$bbox",
        "$bbox",
        map("minLat", 2, "maxLat", 1, "minLng", 1, "maxLng", 1));
    bad("bad-operand", "query.$bbox.maxLng", "$bbox", map("minLat", 1, "maxLat", 1, "minLng", 1));
  }

  @Test
  void limits() {
    bad("query-too-large", "query.a.$in", "a", map("$in", Collections.nCopies(10_001, 1)));
    Query.parse(fields(map("query", map("a", map("$in", Collections.nCopies(10_000, 1))))));
    bad("query-too-large", "query.$or.499.a", "$or", Collections.nCopies(2000, map("a", 1)));
    Object deep = 1;
    Map<String, Object> deepQuery = map("a", 1);
    Map<String, Object> deepEdge = map("a", 1);
    for (int i = 0; i < 40; i++) {
      deep = map("$not", deep);
      deepQuery = map("$not", deepQuery);
      deepEdge = map("$edge", deepEdge);
    }
    String nots = ".$not".repeat(20);
    bad("query-too-large", "query.a" + nots, "a", deep);
    refused("query-too-large", "query" + nots + ".$not", map("query", deepQuery));
    refused("query-too-large", "query" + ".$edge".repeat(21), map("query", deepEdge));
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 65; i++) {
      words.append(i).append(' ');
    }
    bad("query-too-large", "query.$text", "$text", words.toString());
    bad("query-too-large", "query." + "x".repeat(1025), "x".repeat(1025), 1);
  }
}
