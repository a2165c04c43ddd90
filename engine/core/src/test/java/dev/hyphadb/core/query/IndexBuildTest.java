package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.PlainValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Builds that take several steps while others write, and while the process is killed. */
class IndexBuildTest {
  private static final int NODES = 1_500;

  private static final IndexDefinition[] ALL = {
    IndexDefinition.ordered("a"),
    IndexDefinition.ordered("tags", "b"),
    IndexDefinition.words(),
    IndexDefinition.places()
  };

  @Test
  void isRightHoweverWritesAndCrashesFall() {
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph graph = new TestGraph();
      fill(graph, queries);
      for (IndexDefinition definition : ALL) {
        graph.indexes().create(definition, false);
      }
      int steps = 0;
      while (graph.indexes().isBuilding()) {
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
          String id = "n" + random.nextInt(NODES);
          operations.add(
              random.nextInt(3) == 0
                  ? new Operation.Remove(id)
                  : new Operation.Put(id, PlainValues.fromMap(queries.value())));
        }
        graph.submit(operations.toArray(new Operation[0]));
        if (random.nextInt(3) == 0) {
          graph.reopen();
        }
        steps++;
        assertEquals(List.of(), graph.verify().findings(), "seed " + seed + " step " + steps);
      }
      assertTrue(steps > 1, "seed " + seed + ": " + steps + " steps");
      QueryOracle oracle = new QueryOracle(graph.nodes());
      for (int i = 0; i < 20; i++) {
        Map<String, Object> options = queries.options(false);
        assertEquals(oracle.ids(options), graph.ids(options), "seed " + seed + ": " + options);
      }
    }
  }

  private static void fill(TestGraph graph, RandomQueries queries) {
    Operation[] puts = new Operation[NODES];
    for (int i = 0; i < NODES; i++) {
      puts[i] = new Operation.Put("n" + i, PlainValues.fromMap(queries.value()));
    }
    graph.submit(puts);
  }

  @Test
  void aStepThatCannotBeWrittenLeavesNothingElseDone() {
    TestGraph graph = new TestGraph();
    fill(graph, new RandomQueries(new Random(4)));
    graph.indexes().create(IndexDefinition.ordered("a"), false);
    graph.submit(new Operation.Put("n0", PlainValues.fromMap(map("a", 77))));
    assertTrue(graph.indexes().isBuilding());
    for (int writes = 0; writes < 2; writes++) {
      graph.failAfter(writes);
      Operation put = new Operation.Put("n1", PlainValues.fromMap(map("a", 78 + writes)));
      assertThrows(StoreException.class, () -> graph.submit(put));
      graph.failAfter(Integer.MAX_VALUE);
      graph.reopen();
      assertEquals("", graph.find("a", map("$gte", 78)), writes + " writes");
      assertEquals(List.of(), graph.verify().findings());
    }
  }

  @Test
  void isUsedOnceItIsReadyAndNotAfterItIsDropped() {
    TestGraph graph = new TestGraph();
    fill(graph, new RandomQueries(new Random(1)));
    graph.indexes().create(IndexDefinition.ordered("a"), false);
    Map<String, Object> options = map("query", map("a", 3));
    assertEquals("all nodes", graph.answer(options).explanation().plan());
    IndexStatus status = graph.indexes().statuses().get(0);
    assertFalse(status.isReady());
    graph.index();
    assertTrue(graph.indexes().statuses().get(0).isReady());
    Explanation explanation = graph.answer(options).explanation();
    assertTrue(explanation.plan().startsWith("index (a)"), explanation.plan());
    assertEquals(explanation.results(), explanation.nodesExamined());
    assertTrue(graph.indexes().drop(IndexDefinition.ordered("a")));
    assertFalse(graph.indexes().drop(IndexDefinition.ordered("a")));
    graph.index();
    assertEquals("all nodes", graph.answer(options).explanation().plan());
    assertEquals(List.of(), graph.verify().findings());
  }

  @Test
  void damageIsFoundAndARebuildMendsIt() {
    TestGraph graph = new TestGraph();
    fill(graph, new RandomQueries(new Random(2)));
    graph.index(ALL);
    graph.damageIndexes(new Random(3));
    assertTrue(graph.verify().findingCount() >= 3, graph.verify().findings().toString());
    graph.reopen();
    graph.indexes().rebuild();
    graph.index();
    assertEquals(List.of(), graph.verify().findings());
  }

  @Test
  void aPageIsFilledWithoutReadingTheRest() {
    TestGraph graph = new TestGraph();
    Operation[] puts = new Operation[NODES];
    for (int i = 0; i < NODES; i++) {
      Map<String, Object> value = map("active", i % 2 == 0, "score", i * 7 % 500, "age", i % 60);
      puts[i] = new Operation.Put("n" + i, PlainValues.fromMap(value));
    }
    graph.submit(puts);
    graph.index(IndexDefinition.ordered("active", "score", "age"));
    Map<String, Object> options =
        map(
            "query",
            map("active", true, "age", map("$between", List.of(30, 35))),
            "field",
            "score",
            "$limit",
            10);
    QueryOracle oracle = new QueryOracle(graph.nodes());
    for (String order : List.of("asc", "desc")) {
      options.put("order", order);
      List<String> page = oracle.ids(options);
      assertEquals(page, graph.ids(options));
      Explanation explanation = graph.answer(options).explanation();
      assertTrue(explanation.entriesExamined() < 150, explanation.toString());
      assertTrue(explanation.nodesExamined() <= 12, explanation.toString());
      for (String cursor : List.of("$after", "$before")) {
        Map<String, Object> next = new java.util.LinkedHashMap<>(options);
        next.put(cursor, page.get(7));
        assertEquals(oracle.ids(next), graph.ids(next), next.toString());
      }
    }
  }
}
