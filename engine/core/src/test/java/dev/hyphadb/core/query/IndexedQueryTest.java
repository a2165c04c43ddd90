package dev.hyphadb.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.value.PlainValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random data, queries, indexes and histories against the oracle. */
class IndexedQueryTest {
  private static final int IDS = 12;
  private static final String[] FIELDS = {"a", "b", "c.d", "c.e", "c", "tags", "id", "missing"};

  @Test
  void agreesWithTheOracle() {
    int results = 0;
    int indexed = 0;
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph graph = new TestGraph();
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(4) == 0) {
          change(graph, random);
        }
        graph.submit(operation(random, queries));
      }
      assertEquals(List.of(), graph.verify().findings(), "seed " + seed);
      QueryOracle oracle = new QueryOracle(graph.nodes());
      for (int i = 0; i < 100; i++) {
        Map<String, Object> options = queries.options(true);
        Answer answer = graph.answer(options);
        String where = "seed " + seed + ": " + options + " by " + answer.explanation();
        List<String> expected = oracle.ids(options);
        assertEquals(expected, answer.nodes().stream().map(node -> node.id()).toList(), where);
        results += expected.size();
        indexed += answer.explanation().plan().contains("index (") ? 1 : 0;
      }
    }
    assertTrue(results > 8_000, results + " results");
    assertTrue(indexed > 5_000, indexed + " answered by an index");
  }

  private static void change(TestGraph graph, Random random) {
    IndexDefinition definition = definition(random);
    switch (random.nextInt(8)) {
      case 0 -> graph.indexes().drop(definition);
      case 1 -> graph.indexes().rebuild();
      case 2 -> graph.reopen();
      default -> graph.index(definition);
    }
  }

  private static IndexDefinition definition(Random random) {
    int kind = random.nextInt(8);
    if (kind < 2) {
      return kind == 0 ? IndexDefinition.words() : IndexDefinition.places();
    }
    List<String> fields = new ArrayList<>();
    while (fields.isEmpty() || fields.size() < 3 && random.nextBoolean()) {
      String field = FIELDS[random.nextInt(FIELDS.length)];
      if (!fields.contains(field)) {
        fields.add(field);
      }
    }
    return IndexDefinition.ordered(fields.toArray(new String[0]));
  }

  private static Operation operation(Random random, RandomQueries queries) {
    String id = "n" + random.nextInt(IDS);
    String other = "n" + random.nextInt(IDS);
    return switch (random.nextInt(8)) {
      case 0 -> new Operation.Remove(id);
      case 1 -> new Operation.Unlink(id, other);
      case 2 -> new Operation.Link(id, other);
      case 3 -> {
        Map<String, Object> value = queries.value();
        value.put("id", queries.scalar());
        yield new Operation.Put(id, PlainValues.fromMap(value));
      }
      default -> new Operation.Put(id, PlainValues.fromMap(queries.value()));
    };
  }
}
