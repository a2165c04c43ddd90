package dev.hyphadb.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.RandomValues;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random data, queries and histories against an oracle. */
class QueryRandomTest {
  private static final int IDS = 12;

  @Test
  void agreesWithTheOracle() {
    int results = 0;
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      RandomQueries queries = new RandomQueries(random);
      TestGraph graph = new TestGraph();
      for (int i = 0; i < 30; i++) {
        graph.submit(operation(random, queries));
      }
      QueryOracle oracle = new QueryOracle(graph.nodes());
      for (int i = 0; i < 100; i++) {
        Map<String, Object> options = queries.options(true);
        List<String> expected = oracle.ids(options);
        assertEquals(expected, graph.ids(options), "seed " + seed + ": " + options);
        results += expected.size();
      }
    }
    assertTrue(results > 8_000, results + " results");
  }

  static Operation operation(Random random, RandomQueries queries) {
    String id = "n" + random.nextInt(IDS);
    String other = "n" + random.nextInt(IDS);
    return switch (random.nextInt(8)) {
      case 0 -> new Operation.Remove(id);
      case 1 -> new Operation.Unlink(id, other);
      case 2, 3 -> new Operation.Link(id, other);
      default -> new Operation.Put(id, PlainValues.fromMap(queries.value()));
    };
  }

  @Test
  void anyOptionsAreAnsweredOrRefused() {
    TestGraph graph = new TestGraph();
    RandomQueries data = new RandomQueries(new Random(1));
    for (int i = 0; i < IDS; i++) {
      graph.submit(new Operation.Put("n" + i, PlainValues.fromMap(data.value())));
    }
    int refused = 0;
    int answered = 0;
    for (long seed = 0; seed < 40_000; seed++) {
      Random random = new Random(seed);
      Fields options = damaged(random);
      try {
        Query query = Query.parse(options);
        graph.runner.run(query);
        new LiveQueries(graph.runner).add(query, events -> {});
        answered++;
      } catch (QueryException e) {
        assertTrue(e.getMessage().endsWith("(at " + e.path() + ")"), "seed " + seed);
        refused++;
      } catch (ValueException e) {
        assertEquals("bad-id", e.code(), "seed " + seed);
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + options, e);
      }
    }
    assertTrue(answered > 2_000 && refused > 2_000, answered + " answered, " + refused);
  }

  /** Options that are well formed but for a few places. */
  private static Fields damaged(Random random) {
    RandomQueries queries = new RandomQueries(random);
    Value options = TestGraph.fields(queries.options(true));
    for (int i = random.nextInt(4); i > 0; i--) {
      options = damage(options, random);
    }
    return options instanceof Fields fields ? fields : Fields.of("query", options);
  }

  private static Value damage(Value value, Random random) {
    boolean isLeaf = !(value instanceof Fields) && !(value instanceof Value.Items);
    if (isLeaf || random.nextInt(6) == 0) {
      return new RandomValues(random).next();
    }
    if (value instanceof Value.Items items) {
      List<Value> all = new ArrayList<>(items.values());
      if (!all.isEmpty()) {
        int at = random.nextInt(all.size());
        all.set(at, damage(all.get(at), random));
      }
      return new Value.Items(all);
    }
    Fields fields = (Fields) value;
    Map<String, Value> all = new LinkedHashMap<>();
    int at = fields.isEmpty() ? -1 : random.nextInt(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      boolean isRenamed = i == at && random.nextInt(3) == 0;
      String name = isRenamed ? name(random) : fields.nameAt(i);
      all.put(name, i == at ? damage(fields.valueAt(i), random) : fields.valueAt(i));
    }
    Fields.Builder builder = Fields.builder();
    all.forEach(builder::put);
    return builder.build();
  }

  private static String name(Random random) {
    List<String> names = new ArrayList<>(OperatorParser.NAMES.stream().sorted().toList());
    names.addAll(List.of("$edge", "$depth", "", ".", "a..b", "\u0000", "$", "strictMode"));
    return names.get(random.nextInt(names.size()));
  }
}
