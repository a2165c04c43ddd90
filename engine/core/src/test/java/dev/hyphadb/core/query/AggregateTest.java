package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AggregateTest {
  private final TestGraph graph = new TestGraph();

  private List<Map<String, Object>> rows(Object... options) {
    Aggregate aggregate = Prompts.parseAggregate(PlainValues.fromMap(map(options)));
    return graph.runner.aggregate(aggregate).stream().map(PlainValues::toPlainMap).toList();
  }

  private void orders() {
    graph
        .put("a", "type", "Order", "city", "Rome", "price", 10, "tags", List.of("x", "y", "x"))
        .put("b", "type", "Order", "city", "Rome", "price", 2.5, "tags", List.of())
        .put("c", "type", "Order", "city", "Paris", "price", List.of(1, 2), "tags", List.of("y"))
        .put("d", "type", "Order", "price", "free")
        .put("e", "type", "User", "city", "Rome", "price", 1000)
        .link("e", "a", "c");
  }

  @Test
  void countsAllWhenNothingElseIsAsked() {
    orders();
    assertEquals(List.of(map("count", 5L)), rows());
    assertEquals(List.of(map("count", 4L)), rows("query", map("type", "Order")));
    assertEquals(List.of(map("count", 0L)), rows("query", map("type", "Nothing")));
    assertEquals(List.of(map("count", 2L)), rows("query", map("id", "e", "$edge", map())));
    assertEquals(List.of(map("count", 4L)), rows("prompt", "Orders"));
  }

  @Test
  void strictModeKnowsAllFieldsThatAreNamed() {
    orders();
    assertEquals(3, rows("groupBy", "city", "strictMode", true).size());
    QueryException group =
        assertThrows(
            QueryException.class,
            () -> rows("groupBy", List.of("city", "town"), "strictMode", true));
    assertEquals("unknown-field groupBy.1", group.code() + " " + group.path());
    QueryException value =
        assertThrows(
            QueryException.class,
            () -> rows("values", map("sum", map("$sum", "prise")), "strictMode", true));
    assertEquals("unknown-field values.sum.$sum", value.code() + " " + value.path());
    assertEquals(1, rows("values", map("sum", map("$sum", "prise"))).size());
  }

  @Test
  void computesEachGroup() {
    orders();
    Map<String, Object> values =
        map(
            "n", map("$count", true),
            "priced", map("$count", "price"),
            "total", map("$sum", "price"),
            "mean", map("$avg", "price"),
            "low", map("$min", "price"),
            "high", map("$max", "price"));
    Object[] expected = {
      map("n", 1L, "priced", 1L, "total", 0L, "low", "free", "high", "free"),
      map("city", "Paris", "n", 1L, "priced", 1L, "total", 3L, "mean", 1.5, "low", 1L, "high", 2L),
      map(
          "city", "Rome", "n", 2L, "priced", 2L, "total", 12.5, "mean", 6.25, "low", 2.5, "high",
          10L)
    };
    List<Map<String, Object>> rows =
        rows("query", map("type", "Order"), "groupBy", "city", "values", values);
    assertEquals(Arrays.asList(expected), rows);
  }

  @Test
  void aListPutsANodeIntoTheGroupOfEachElementOnce() {
    orders();
    assertEquals(
        List.of(map("count", 2L), map("count", 1L, "tags", "x"), map("count", 2L, "tags", "y")),
        rows("query", map("type", "Order"), "groupBy", List.of("tags")));
  }

  @Test
  void sortsAndLimitsGroups() {
    orders();
    assertEquals(
        List.of(map("city", "Rome", "count", 3L), map("count", 1L)),
        rows("groupBy", "city", "field", "count", "order", "desc", "$limit", 2));
    assertEquals(
        List.of(map("city", "Rome", "count", 3L)),
        rows("groupBy", "city", "order", "desc", "$limit", 1));
  }

  @Test
  void sumsAreExactAsLongAsTheyCanBe() {
    graph.put("a", "n", Long.MAX_VALUE).put("b", "n", 1).put("c", "n", -2).put("d", "m", 0.1);
    graph.put("e", "m", 0.2).put("f", "m", 1e300).put("g", "m", -1e300);
    Map<String, Object> sums = map("n", map("$sum", "n"), "m", map("$sum", "m"));
    Map<String, Object> row = rows("values", sums).get(0);
    assertEquals(0.1 + 0.2, (Double) row.get("m"), 1e-15);
    assertEquals((double) Long.MAX_VALUE, ((Number) row.get("n")).doubleValue(), 1);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    bad("unknown-option", "$after", "$after", "x");
    bad("bad-option", "groupBy", "groupBy", 3);
    bad("bad-option", "groupBy.1", "groupBy", List.of("a", 1));
    bad("bad-option", "groupBy.1", "groupBy", List.of("a", "a"));
    bad("bad-option", "groupBy", "groupBy", List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"));
    bad("bad-option", "values", "values", map());
    bad("bad-operand", "values.n", "values", map("n", "price"));
    bad("bad-operand", "values.n", "values", map("n", map("$sum", "a", "$avg", "a")));
    bad("unknown-operator", "values.n.$median", "values", map("n", map("$median", "a")));
    bad("bad-operand", "values.n.$sum", "values", map("n", map("$sum", true)));
    bad("bad-operand", "values.n.$count", "values", map("n", map("$count", 1)));
    bad("bad-option", "values.a", "groupBy", "a", "values", map("a", map("$sum", "b")));
    bad("bad-option", "field", "groupBy", "a", "field", "b");
    bad("bad-option", "$limit", "$limit", 0);
    bad("unknown-operator", "query.a.$foo", "query", map("a", map("$foo", 1)));
    bad("bad-option", "prompt", "prompt", "first 3 Users");
    bad("not-understood", "prompt", "prompt", "Users dancing");
    bad("query-too-large", "groupBy", "groupBy", "x".repeat(2_000));
  }

  private void bad(String code, String path, Object... options) {
    QueryException e = assertThrows(QueryException.class, () -> rows(options));
    assertEquals(code + " " + path, e.code() + " " + e.path());
  }

  @Test
  void agreesWithTheOracle() {
    int groups = 0;
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph data = new TestGraph();
      for (int i = 0; i < 25; i++) {
        data.submit(QueryRandomTest.operation(random, queries));
      }
      String by = random.nextBoolean() ? "a" : "b";
      String of = random.nextBoolean() ? "a" : "b";
      Fields options =
          PlainValues.fromMap(
              map("groupBy", by, "values", map("$", map("$sum", of), "#", map("$count", of))));
      Map<Object, String> expected = new HashMap<>();
      Map<Object, List<Node>> members = new HashMap<>();
      for (Node node : data.nodes()) {
        for (Object key : keys(node, by)) {
          members.computeIfAbsent(key, each -> new ArrayList<>()).add(node);
        }
      }
      members.forEach((key, nodes) -> expected.put(key, sum(nodes, of)));
      Map<Object, String> actual = new HashMap<>();
      for (Fields row : data.runner.aggregate(Aggregate.parse(options))) {
        Map<String, Object> plain = PlainValues.toPlainMap(row);
        String text = round(plain.get("$")) + " of " + plain.get("#");
        Object key = plain.containsKey(by) ? canonical(plain.get(by)) : "absent";
        assertEquals(null, actual.put(key, text), "seed " + seed);
      }
      assertEquals(expected, actual, "seed " + seed);
      groups += actual.size();
    }
    assertTrue(groups > 500, groups + " groups");
  }

  private static List<Object> keys(Node node, String field) {
    Map<String, Object> value = node.toMap();
    if (!value.containsKey(field)) {
      return List.of("absent");
    }
    Object found = value.get(field);
    if (!(found instanceof List<?> list)) {
      return Arrays.asList(canonical(found));
    }
    return list.isEmpty()
        ? List.of("absent")
        : Arrays.asList(list.stream().map(AggregateTest::canonical).distinct().toArray());
  }

  private static Object canonical(Object value) {
    return value instanceof Number
        ? new BigDecimal(value.toString()).stripTrailingZeros()
        : "" + value + (value == null ? " itself" : "");
  }

  private static String sum(List<Node> nodes, String field) {
    BigDecimal sum = BigDecimal.ZERO;
    int count = 0;
    for (Node node : nodes) {
      Object found = node.toMap().get(field);
      count += node.toMap().containsKey(field) ? 1 : 0;
      for (Object each : found instanceof List<?> list ? list : Arrays.asList(found)) {
        sum = each instanceof Number ? sum.add(new BigDecimal(each.toString())) : sum;
      }
    }
    return round(sum) + " of " + count;
  }

  private static String round(Object number) {
    BigDecimal exact = new BigDecimal(number.toString());
    return exact.round(new MathContext(9)).stripTrailingZeros().toPlainString();
  }
}
