package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages by words, and by distance, of more nodes than a walk reads one after the other. */
class WordAndPlaceWalkTest {
  private static final int NODES = 600;

  private static String id(int number) {
    return String.format(Locale.ROOT, "n%04d", number);
  }

  /** Words in every node, every second, every third, and so on; two in one node alone. */
  private static TestGraph words() {
    TestGraph graph = new TestGraph();
    int[] every = {1, 2, 3, 7, 40, 150};
    for (int i = 0; i < NODES; i++) {
      StringBuilder text = new StringBuilder();
      for (int n : every) {
        text.append(i % n == 0 ? "every" + n + " " : "");
      }
      text.append(i == 290 ? "once" : i == 291 ? "elsewhere" : "");
      graph.put(id(i), "text", text.toString(), "parity", i % 2);
    }
    return graph.index(IndexDefinition.words());
  }

  @Test
  void pagesByWordsAreThoseOfTheOracle() {
    long seed = System.nanoTime();
    System.out.println("pages by words, seed " + seed);
    Random random = new Random(seed);
    TestGraph graph = words();
    QueryOracle oracle = new QueryOracle(graph.nodes());
    String[] all = {"every1", "every2", "every3", "every7", "every40", "every150", "once", "never"};
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        text.append(all[random.nextInt(all.length)]).append(' ');
      }
      Map<String, Object> query = map("text", map("$text", text.toString()));
      if (random.nextInt(3) == 0) {
        query.put("parity", random.nextInt(2));
      }
      Map<String, Object> options = map("query", query, "$limit", 1 + random.nextInt(20));
      if (random.nextInt(3) == 0) {
        options.put("$after", id(random.nextInt(NODES)));
      }
      check(graph, oracle, options, "seed " + seed);
    }
  }

  @Test
  void aRareWordDoesNotWaitForACommonOne() {
    TestGraph graph = words();
    for (String text : List.of("every1 once", "once every2 every1", "every3 every150 every1")) {
      Explanation how =
          graph
              .answer(map("query", map("text", map("$text", text)), "$limit", NODES))
              .explanation();
      assertTrue(how.entriesExamined() < 60, text + ": " + how);
      assertTrue(how.nodesExamined() <= 4, text + ": " + how);
    }
  }

  @Test
  void whatIsAskedBesidesWordsMayBeTheBetterWay() {
    TestGraph graph = words().index(IndexDefinition.ordered("number"));
    graph.put(id(599), "text", "every1 every2", "number", 1);
    Map<String, Object> query = map("text", map("$text", "every1"), "number", 1);
    Explanation how = graph.answer(map("query", query, "$limit", 2)).explanation();
    assertEquals(1, how.results(), how.toString());
    assertTrue(how.entriesExamined() < 200, how.toString());
  }

  /** Most in one town, some of them at the same place; others all over the earth. */
  private static TestGraph places(Random random) {
    TestGraph graph = new TestGraph();
    for (int i = 0; i < NODES; i++) {
      boolean isInTown = i % 4 > 0;
      double north = isInTown ? random.nextInt(60) / 1000.0 : random.nextInt(179) - 89;
      double east = isInTown ? random.nextInt(60) / 1000.0 : random.nextInt(360) - 180;
      graph.put(id(i), "latitude", north, "longitude", east);
    }
    return graph.index(IndexDefinition.places());
  }

  @Test
  void pagesByDistanceAreThoseOfTheOracle() {
    long seed = System.nanoTime();
    System.out.println("pages by distance, seed " + seed);
    Random random = new Random(seed);
    TestGraph graph = places(random);
    QueryOracle oracle = new QueryOracle(graph.nodes());
    double[] radii = {1, 8, 500, 5_000, 20_100};
    for (int i = 0; i < 300; i++) {
      boolean isInTown = random.nextBoolean();
      double north = isInTown ? random.nextDouble() * 0.06 : random.nextDouble() * 180 - 90;
      double east = isInTown ? random.nextDouble() * 0.06 : random.nextDouble() * 360 - 180;
      double radius = radii[random.nextInt(radii.length)];
      Map<String, Object> options =
          map(
              "query",
              map("$near", map("latitude", north, "longitude", east, "radius", radius)),
              "field",
              "$near",
              "$limit",
              1 + random.nextInt(30));
      check(graph, oracle, options, "seed " + seed);
    }
  }

  private static void check(
      TestGraph graph, QueryOracle oracle, Map<String, Object> options, String where) {
    Answer answer = graph.answer(options);
    assertEquals(
        oracle.ids(options),
        answer.nodes().stream().map(Node::id).toList(),
        where + ": " + options + " by " + answer.explanation());
  }
}
