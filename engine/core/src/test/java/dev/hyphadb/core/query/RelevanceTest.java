package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.value.PlainValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Phrases, and the order of relevance, with an index of words and without. */
class RelevanceTest {
  private static List<String> ranked(TestGraph graph, String words) {
    return graph.ids(map("query", map("$text", words), "field", "$text"));
  }

  @Test
  void theMoreTheRarerAndTheShorterTheBetter() {
    TestGraph graph =
        new TestGraph()
            .put("once", "t", "fox in a long text about quite a few other things than that")
            .put("often", "t", "fox fox fox in a text about few other things than that, fox")
            .put("short", "t", "a fox")
            .put("none", "t", "a dog and a cat")
            .put("both", "t", "a zebra and a cat, in a text about few other things than these");
    assertEquals(List.of("often", "short", "once"), ranked(graph, "Fox"));
    List<String> upwards =
        graph.ids(map("query", map("$text", "fox"), "field", "$text", "order", "desc"));
    assertEquals(List.of("once", "short", "often"), upwards);
    Map<String, Object> any =
        map(
            "query",
            map("$or", List.of(map("$text", "zebra cat"), map("$text", "cat"))),
            "field",
            "$text");
    assertEquals(List.of("both", "none"), graph.ids(any));
  }

  @Test
  void theFormulaIsBm25() {
    TestGraph graph =
        new TestGraph().put("a", "t", "x y").put("b", "t", "y z z z").put("c", "n", 1);
    Query query = Query.parse(TestGraph.fields(map("query", map("$text", "y"), "field", "$text")));
    // Two nodes have words, three on average; both have y.
    double rarity = Math.log(1 + 0.5 / 2.5);
    double a = rarity * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 3));
    double b = rarity * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 3));
    List<Row> rows = graph.runner.page(query);
    assertEquals(-a, ResultOrder.distanceKm(rows.get(0)), 1e-6);
    assertEquals(-b, ResultOrder.distanceKm(rows.get(1)), 1e-6);
  }

  @Test
  void anIndexRanksLikeAScan() {
    String[] words = {"a", "b", "c", "d", "El Niño", "nino", "x".repeat(70), "x".repeat(70) + "y"};
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      TestGraph graph = new TestGraph();
      for (int i = 0; i < 60; i++) {
        StringBuilder text = new StringBuilder();
        for (int k = random.nextInt(12); k > 0; k--) {
          text.append(words[random.nextInt(words.length)]).append(' ');
        }
        String id = "n" + random.nextInt(40);
        Map<String, Object> value = map("t", text.toString(), "l", List.of("a", 1));
        graph.submit(
            random.nextInt(5) == 0
                ? new Operation.Remove(id)
                : new Operation.Put(id, PlainValues.fromMap(value)));
        if (i == 30 && random.nextBoolean()) {
          graph.index(IndexDefinition.words());
        }
      }
      List<Map<String, Object>> asked = new ArrayList<>();
      for (String word : words) {
        asked.add(map("query", map("$text", word + " a"), "field", "$text", "$limit", 7));
        asked.add(map("query", map("t", map("$text", word)), "field", "$text", "order", "desc"));
        asked.add(map("query", map("t", map("$text", word)), "$limit", 3, "$after", "n20"));
      }
      graph.indexes().drop(IndexDefinition.words());
      graph.index();
      List<List<String>> scanned = asked.stream().map(graph::ids).toList();
      graph.index(IndexDefinition.words());
      assertEquals(List.of(), graph.verify().findings());
      for (int i = 0; i < asked.size(); i++) {
        assertEquals(scanned.get(i), graph.ids(asked.get(i)), "seed " + seed + " " + asked.get(i));
      }
      graph.indexes().drop(IndexDefinition.words());
    }
  }

  @Test
  void phrasesStandTogetherInOneText() {
    TestGraph graph =
        new TestGraph()
            .put("a", "t", "The quick, brown fox")
            .put("b", "t", "brown and quick fox")
            .put("c", "t", "quick", "u", "brown fox")
            .put("d", "t", List.of("a quick", "brown fox"));
    for (int i = 0; i < 2; i++) {
      assertEquals("a b c d", graph.find("$text", "quick brown"));
      assertEquals("a", graph.find("$text", "\"QUICK brown\""));
      assertEquals("a c d", graph.find("$text", "quick \"brown fox\""));
      assertEquals("a", graph.find("t", map("$text", "fox \"the quick\"")));
      assertEquals("", graph.find("$text", "\"fox brown\""));
      assertEquals("a b c d", graph.find("$text", "\"quick\" \"fox"));
      graph.index(IndexDefinition.words());
    }
    assertTrue(
        graph
            .answer(map("query", map("$text", "\"quick brown\"")))
            .explanation()
            .plan()
            .startsWith("words"));
  }

  @Test
  void relevanceTakesWords() {
    TestGraph graph = new TestGraph();
    QueryException missing =
        assertThrows(QueryException.class, () -> graph.ids(map("field", "$text")));
    assertEquals("bad-option", missing.code());
  }
}
