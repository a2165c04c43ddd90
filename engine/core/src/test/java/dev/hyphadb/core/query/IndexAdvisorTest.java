package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.index.IndexAdvisor;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Indexes that are made because queries keep asking. */
class IndexAdvisorTest {
  private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;
  private static final Explanation COSTLY = new Explanation("all nodes", 0, 5_000, 3);

  private final TestGraph graph = new TestGraph();
  private final IndexAdvisor advisor = new IndexAdvisor();

  private boolean ask(Query query, Explanation how, int times) {
    boolean isDue = false;
    for (int i = 0; i < times; i++) {
      isDue = advisor.note(query, how, 0);
    }
    return isDue;
  }

  private List<String> names() {
    return graph.indexes().statuses().stream().map(status -> status.definition().name()).toList();
  }

  private static Query query(Map<String, Object> options) {
    return Query.parse(TestGraph.fields(options));
  }

  @Test
  void aFieldThatIsAskedForOftenGetsAnIndex() {
    Query query = query(map("query", map("city", "Rome")));
    assertFalse(ask(query, COSTLY, 7));
    assertTrue(ask(query, COSTLY, 1));
    advisor.apply(graph.indexes(), 0);
    IndexStatus status = graph.indexes().statuses().get(0);
    assertEquals("city", status.definition().name());
    assertTrue(status.isAutomatic());
    assertFalse(ask(query, new Explanation("index (city)", 3, 3, 3), 100));
    advisor.apply(graph.indexes(), DAY_MILLIS - 1);
    assertEquals(List.of("city"), names());
    advisor.apply(graph.indexes(), DAY_MILLIS + 1);
    assertEquals(List.of(), names());
  }

  @Test
  void idleOnesAreLookedForOnceAMinute() {
    long now = 100 * DAY_MILLIS;
    assertTrue(advisor.isCheckDue(now));
    assertFalse(advisor.isCheckDue(now + 60_000));
    assertTrue(advisor.isCheckDue(now + 60_001));
    assertFalse(advisor.isCheckDue(now + 60_002));
    assertTrue(advisor.isCheckDue(now - DAY_MILLIS), "the clock was set back");
  }

  @Test
  void equalFieldsComeFirstThenTheOrderThenBounds() {
    Map<String, Object> options =
        map("query", map("age", map("$gt", 3), "active", true), "field", "score", "$limit", 10);
    assertEquals(List.of("active", "score", "age"), query(options).wishedIndex());
    assertEquals(List.of(), query(map("query", map("a", map("$ne", 1)))).wishedIndex());
    assertEquals(List.of(), query(map("query", map("$text", "word"))).wishedIndex());
  }

  @Test
  void whatIsCheapOrDeclaredIsLeftAsItIs() {
    Query query = query(map("query", map("city", "Rome")));
    assertFalse(ask(query, new Explanation("all nodes", 0, 999, 0), 100));
    assertFalse(ask(query, new Explanation("all nodes", 0, 5_000, 4_000), 100));
    graph.indexes().create(IndexDefinition.ordered("city"), false);
    assertTrue(ask(query, COSTLY, 8));
    advisor.apply(graph.indexes(), 0);
    assertFalse(graph.indexes().statuses().get(0).isAutomatic());
    advisor.apply(graph.indexes(), 10 * DAY_MILLIS);
    assertEquals(List.of("city"), names());
  }

  @Test
  void thereAreNeverMoreThanEight() {
    for (int i = 0; i < 50; i++) {
      ask(query(map("query", map("f" + i, 1))), COSTLY, 8);
    }
    advisor.apply(graph.indexes(), 0);
    assertEquals(8, names().size());
    ask(query(map("query", map("another", 1))), COSTLY, 8);
    advisor.apply(graph.indexes(), 0);
    assertEquals(8, names().size());
  }

  @Test
  void anEagerOneTakesTheFirstQueryForAWish() {
    IndexAdvisor eager = IndexAdvisor.eager();
    Query query = query(map("query", map("name", map("$startsWith", "Al"))));
    assertFalse(eager.note(query, new Explanation("all nodes", 0, 10, 10), 0));
    assertTrue(eager.note(query, new Explanation("all nodes", 0, 100, 3), 0));
    eager.apply(graph.indexes(), 0);
    assertEquals(List.of("name"), names());
  }
}
