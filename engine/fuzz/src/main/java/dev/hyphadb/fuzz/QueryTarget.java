package dev.hyphadb.fuzz;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Queries as JSON text: refused with a reason, or answered, and the same when read again. */
final class QueryTarget implements Target {
  private static final QueryRunner RUNNER = new QueryRunner(new GraphReader(SampleStore.store()));

  @Override
  public void run(byte[] input) {
    Value value = JsonTarget.read(input);
    if (!(value instanceof Fields options)) {
      return;
    }
    try {
      if (options.has("values") || options.has("groupBy")) {
        RUNNER.aggregate(Aggregate.parse(options));
      } else {
        answer(Query.parse(options));
      }
    } catch (QueryException | ValueException e) {
      Promise.holds(!e.getMessage().isEmpty(), "a refusal has a reason");
    }
  }

  private static void answer(Query query) {
    List<Node> nodes = RUNNER.run(query);
    Promise.equal(nodes, RUNNER.run(Query.parse(query.options())), "the answer to the same query");
    Promise.holds(nodes.size() <= SampleStore.NODES, "no node comes twice");
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "{\"query\":{\"name\":{\"$startsWith\":\"A\"},\"age\":{\"$gt\":20,\"$lte\":60}}}",
            "{\"query\":{\"$or\":[{\"tags\":\"red\"},{\"$not\":{\"city.name\":{\"$in\":[\"Rome\"]}}}]},"
                + "\"field\":\"age\",\"order\":\"desc\",\"$limit\":3,\"$after\":\"n2\"}",
            "{\"query\":{\"name\":\"Alice\",\"$edge\":{\"age\":{\"$between\":[1,90]}}}}",
            "{\"query\":{\"city\":{\"$near\":{\"latitude\":41.9,\"longitude\":12.5,\"radius\":50}}},"
                + "\"field\":\"$near\"}",
            "{\"query\":{\"city\":{\"$bbox\":{\"minLat\":1,\"maxLat\":60,\"minLng\":170,\"maxLng\":-170}}}}",
            "{\"query\":{\"text\":{\"$text\":\"peer \\\"graph"
                + " database\\\"\"}},\"field\":\"$text\"}",
            "{\"query\":{\"name\":{\"$like\":\"%li_e\",\"$regex\":\"^a.*e$\",\"$exists\":true}},"
                + "\"strictMode\":true}",
            "{\"query\":{\"age\":{\"$ne\":1}},\"groupBy\":[\"tags\"],\"values\":{\"n\":{\"$count\":true},"
                + "\"s\":{\"$sum\":\"age\"}},\"field\":\"n\"}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
