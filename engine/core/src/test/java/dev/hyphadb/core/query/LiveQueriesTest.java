package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveQueriesTest {
  @Test
  void resultsAreTheStaticOnesAfterEveryStep() {
    int events = 0;
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph graph = new TestGraph();
      LiveQueries live = new LiveQueries(graph.runner);
      List<Follower> followers = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        if (followers.size() < 20) {
          followers.add(new Follower(graph, live, queries.options(true)));
        }
        Operation[] operations = new Operation[1 + random.nextInt(3)];
        for (int i = 0; i < operations.length; i++) {
          operations[i] = QueryRandomTest.operation(random, queries);
        }
        live.changed(graph.submit(operations));
        for (Follower follower : followers) {
          events += follower.check(graph, "seed " + seed + " step " + step);
        }
        if (random.nextInt(8) == 0) {
          live.remove(followers.remove(random.nextInt(followers.size())).live);
        }
      }
      followers.forEach(follower -> live.remove(follower.live));
      assertTrue(live.isEmpty() && live.holdsNothing(), "seed " + seed);
    }
    assertTrue(events > 3_000, events + " events");
  }

  @Test
  void rankingsAreTheStaticOnesAfterEveryStep() {
    int events = 0;
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      TestGraph graph = new TestGraph();
      if (seed % 2 == 0) {
        graph.index(IndexDefinition.words());
      }
      LiveQueries live = new LiveQueries(graph.runner);
      List<Follower> followers = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        if (followers.size() < 6) {
          followers.add(new Follower(graph, live, ranking(random)));
        }
        String id = "n" + random.nextInt(15);
        Operation operation =
            random.nextInt(4) == 0
                ? new Operation.Remove(id)
                : new Operation.Put(id, Fields.of("text", Value.of(text(random, 8))));
        live.changed(graph.submit(operation));
        for (Follower follower : followers) {
          events += follower.check(graph, "seed " + seed + " step " + step);
        }
      }
      followers.forEach(follower -> live.remove(follower.live));
      assertTrue(live.isEmpty() && live.holdsNothing(), "seed " + seed);
    }
    assertTrue(events > 500, events + " events");
  }

  private static Map<String, Object> ranking(Random random) {
    Map<String, Object> options =
        TestGraph.map("query", TestGraph.map("$text", text(random, 1)), "field", "$text");
    if (random.nextInt(4) > 0) {
      options.put("$limit", 1 + random.nextInt(4));
    }
    return options;
  }

  private static String text(Random random, int wordsMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(wordsMax); i >= 0; i--) {
      text.append("word").append(random.nextInt(4)).append(' ');
    }
    return text.toString();
  }

  /** Somebody who knows nothing but the events. */
  private static final class Follower {
    private final Map<String, Object> options;
    private final Query query;
    private final LiveQuery live;
    private final Map<String, Node> results = new LinkedHashMap<>();
    private final List<LiveEvent> told = new ArrayList<>();

    Follower(TestGraph graph, LiveQueries queries, Map<String, Object> options) {
      this.options = options;
      query = Query.parse(TestGraph.fields(options));
      live = queries.add(query, told::addAll);
      List<String> initial = new ArrayList<>();
      for (LiveEvent event : told) {
        assertEquals(LiveEvent.Action.INITIAL, event.action());
        results.put(event.id(), event.node());
        initial.add(event.id());
      }
      told.clear();
      assertEquals(graph.ids(options), initial, options.toString());
    }

    int check(TestGraph graph, String step) {
      String where = step + ": " + options + " " + told;
      for (LiveEvent event : told) {
        switch (event.action()) {
          case ADDED -> assertNull(results.put(event.id(), event.node()), where);
          case UPDATED -> assertNotNull(results.put(event.id(), event.node()), where);
          case REMOVED -> {
            assertNotNull(results.remove(event.id()), where);
            assertEquals(graph.reader.get(event.id()), event.node(), where);
          }
          case INITIAL -> throw new AssertionError(where);
        }
      }
      assertEquals(now(graph, query), results, where);
      int events = told.size();
      told.clear();
      return events;
    }
  }

  private static Map<String, Node> now(TestGraph graph, Query query) {
    Map<String, Node> expected = new LinkedHashMap<>();
    graph.runner.run(query).forEach(node -> expected.put(node.id(), node));
    return expected;
  }

  @Test
  void whoIsSlowMissesStepsAndNeverTheOutcome() {
    int merged = 0;
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph graph = new TestGraph();
      LiveQueries live = new LiveQueries(graph.runner);
      Map<String, Object> options = seed % 2 == 0 ? map("$limit", 5) : queries.options(true);
      Query query = Query.parse(TestGraph.fields(options));
      Backlog<LiveEvent> backlog = new Backlog<>(LiveEvent::id, LiveEvent::merge, 3);
      int[] offered = new int[1];
      live.add(
          query,
          events -> {
            events.forEach(backlog::add);
            offered[0] += events.size();
          });
      Map<String, Node> results = new LinkedHashMap<>();
      int taken = 0;
      for (int step = 0; step < 100; step++) {
        live.changed(graph.submit(QueryRandomTest.operation(random, queries)));
        assertTrue(backlog.size() <= 3 + 12, "seed " + seed);
        for (int i = random.nextInt(10) - 7; i > 0; i--) {
          taken += take(backlog, results, seed) ? 1 : 0;
        }
      }
      while (take(backlog, results, seed)) {
        taken++;
      }
      assertEquals(now(graph, query), results, "seed " + seed);
      merged += offered[0] - taken;
    }
    assertTrue(merged > 100, merged + " events merged");
  }

  private static boolean take(Backlog<LiveEvent> backlog, Map<String, Node> results, long seed) {
    LiveEvent event = backlog.poll();
    if (event == null) {
      return false;
    }
    switch (event.action()) {
      case INITIAL, ADDED ->
          assertNull(results.put(event.id(), event.node()), "seed " + seed + " " + event);
      case UPDATED ->
          assertNotNull(results.put(event.id(), event.node()), "seed " + seed + " " + event);
      case REMOVED -> assertNotNull(results.remove(event.id()), "seed " + seed + " " + event);
    }
    return true;
  }

  @Test
  void aShortBacklogKeepsEveryStep() {
    Backlog<String> backlog = Backlog.ofStates();
    backlog.add("a");
    backlog.add("b");
    assertEquals("a", backlog.poll());
    for (int i = 0; i < 3 * Backlog.ENTRIES_MAX; i++) {
      backlog.add("state " + i);
    }
    assertEquals(1, backlog.size());
    assertEquals("state " + (3 * Backlog.ENTRIES_MAX - 1), backlog.poll());
    assertNull(backlog.poll());
    backlog.add("c");
    backlog.add("d");
    assertEquals(2, backlog.size());
  }

  @Test
  void aChangeConcernsOnlyWhomItCanTouch() {
    TestGraph graph = new TestGraph();
    LiveQueries live = new LiveQueries(graph.runner);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      follow(live, told, "user" + i, map("query", map("type", "User", "name", "user" + i)));
      follow(live, told, "id" + i, map("query", map("id", "n" + i), "$limit", 1));
      follow(live, told, "tag" + i, map("query", map("tags", map("$in", List.of("t" + i, "x")))));
      follow(live, told, "field" + i, map("query", map("f" + i + ".g", map("$gt", 1))));
      follow(
          live,
          told,
          "edge" + i,
          map("query", map("name", "user" + i, "$edge", map("type", "Pet"))));
    }
    assertEquals(2_500, live.size());

    assertEquals(3, change(live, graph, put("n1", "type", "User", "name", "user7")));
    assertEquals(List.of("id1 added n1", "user7 added n1"), taken(told));
    assertEquals(1, change(live, graph, put("p1", "type", "Pet", "f3", map("g", 2))));
    assertEquals(List.of("field3 added p1"), taken(told));
    // Starting point of a walk, user and id: those three and nobody else.
    assertEquals(3, change(live, graph, new Operation.Link("n1", "p1")));
    assertEquals(List.of("edge7 added p1", "id1 updated n1", "user7 updated n1"), taken(told));
    assertEquals(2, change(live, graph, put("p1", "type", "Pet", "f3", map("g", 3))));
    assertEquals(List.of("edge7 updated p1", "field3 updated p1"), taken(told));
    // Nobody is told of what looks the same, and nobody asked who does not know it.
    assertEquals(0, change(live, graph, put("z", "type", "Plant")));
    assertEquals(2, change(live, graph, put("z", "tags", List.of("t1", "t2", "t2"), "g", 1)));
    assertEquals(List.of("tag1 added z", "tag2 added z"), taken(told));
    assertEquals(2, change(live, graph, new Operation.Remove("z")));
    assertEquals(List.of("tag1 removed z", "tag2 removed z"), taken(told));
    assertEquals(3, change(live, graph, new Operation.Remove("n1")));
    assertEquals(List.of("edge7 removed p1", "id1 removed n1", "user7 removed n1"), taken(told));
  }

  private static void follow(
      LiveQueries live, List<String> told, String name, Map<String, Object> options) {
    live.add(
        Query.parse(TestGraph.fields(options)),
        events ->
            events.forEach(event ->
                told.add(
                    name
                        + " "
                        + event.action().name().toLowerCase(Locale.ROOT)
                        + " "
                        + event.id())));
  }

  private static Operation put(String id, Object... fields) {
    return new Operation.Put(id, PlainValues.fromMap(map(fields)));
  }

  private static int change(LiveQueries live, TestGraph graph, Operation operation) {
    return live.changed(graph.submit(operation));
  }

  private static List<String> taken(List<String> told) {
    List<String> sorted = told.stream().sorted().toList();
    told.clear();
    return sorted;
  }
}
