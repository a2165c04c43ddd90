package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages in the order of an index, in both directions, from cursors, and with many equal values. */
class IndexOrderTest {
  private static final int NODES = 400;

  private static String id(int number) {
    return String.format(Locale.ROOT, "%s:%04d", number % 2 == 0 ? "user" : "item", number);
  }

  private static TestGraph graph(Random random) {
    TestGraph graph = new TestGraph();
    String[] cities = {"Rome", "Rome\u0000b", "Oslo", "Bari"};
    for (int i = 0; i < NODES; i++) {
      int city = random.nextInt(6);
      Map<String, Object> value = map("type", "a" + random.nextInt(2), "number", i);
      if (city < 5) {
        value.put("city", city == 4 ? (Object) i : cities[city]);
      }
      graph.submit(new Operation.Put(id(i), TestGraph.fields(value)));
    }
    return graph;
  }

  @Test
  void pagesAreThoseOfTheOracle() {
    Random random = new Random(240);
    TestGraph graph = graph(random);
    graph.index(IndexDefinition.ordered("city"), IndexDefinition.ordered("type", "city"));
    QueryOracle oracle = new QueryOracle(graph.nodes());
    int walked = 0;
    for (int i = 0; i < 1_000; i++) {
      Map<String, Object> options = map("field", "city", "$limit", 1 + random.nextInt(60));
      options.put("query", random.nextBoolean() ? map("type", "a1") : map());
      if (random.nextInt(3) > 0) {
        options.put("order", "desc");
      }
      if (random.nextInt(3) == 0) {
        options.put("$after", id(random.nextInt(NODES)));
      }
      if (random.nextInt(3) == 0) {
        options.put("$before", id(random.nextInt(NODES)));
      }
      Answer answer = graph.answer(options);
      assertEquals(
          oracle.ids(options),
          answer.nodes().stream().map(Node::id).toList(),
          options + " by " + answer.explanation());
      walked += answer.explanation().plan().contains("in order of city") ? 1 : 0;
    }
    assertTrue(walked > 600, walked + " by the index");
  }

  @Test
  void aPageOfALargeGroupReadsThePage() {
    TestGraph graph = new TestGraph();
    for (int i = 0; i < NODES; i++) {
      graph.put(id(i), "city", i % 2 == 0 ? "Rome" : "Oslo");
    }
    graph.index(IndexDefinition.ordered("city"));
    for (String cursor : List.of("$limit", "$after", "$before")) {
      Map<String, Object> options = map("field", "city", "order", "desc", "$limit", 5);
      options.putIfAbsent(cursor, id(200));
      Explanation how = graph.answer(options).explanation();
      assertEquals(5, how.results(), cursor);
      assertTrue(how.entriesExamined() <= 10 && how.nodesExamined() <= 10, cursor + ": " + how);
    }
  }

  @Test
  void rangesOfIdsReadTheRange() {
    TestGraph graph = graph(new Random(241));
    graph.put("user:", "number", -1).put("zebra", "number", -2);
    QueryOracle oracle = new QueryOracle(graph.nodes());
    for (Map<String, Object> bound :
        List.of(
            map("$startsWith", "user:00"),
            map("$gt", "user:0390"),
            map("$gte", "user:0390", "$lt", "v"),
            map("$lt", "item:0011"),
            map("$lte", "item:0011"),
            map("$gt", "z", "$lt", "a"),
            map("$between", List.of("user:0100", "user:0120")))) {
      for (String order : List.of("asc", "desc")) {
        Map<String, Object> options = map("query", map("id", bound), "order", order);
        check(graph, oracle, options);
        options.put("$limit", 3);
        check(graph, oracle, options);
        options.put("$after", "user:0100");
        check(graph, oracle, options);
        options.put("$before", "user:0118");
        check(graph, oracle, options);
      }
    }
  }

  private static void check(TestGraph graph, QueryOracle oracle, Map<String, Object> options) {
    Answer answer = graph.answer(options);
    Explanation how = answer.explanation();
    String where = options + " by " + how;
    assertEquals(oracle.ids(options), answer.nodes().stream().map(Node::id).toList(), where);
    assertTrue(how.nodesExamined() <= 60, where);
  }

  @Test
  void aFieldNamedIdIsNotTheNodesOwn() {
    TestGraph graph =
        graph(new Random(242)).put("x1", "id", "user:0007").put("user:0008", "id", "y");
    QueryOracle oracle = new QueryOracle(graph.nodes());
    for (Map<String, Object> options :
        List.of(
            map("query", map("id", map("$startsWith", "user:000"))),
            map("query", map("id", map("$startsWith", "user:000")), "$limit", 20),
            map("query", map("id", map("$gt", "user:0397")), "$limit", 20),
            map("query", map("id", map("$gt", "user:0397")), "order", "desc", "field", "id"))) {
      assertEquals(oracle.ids(options), graph.ids(options), options.toString());
    }
  }
}
