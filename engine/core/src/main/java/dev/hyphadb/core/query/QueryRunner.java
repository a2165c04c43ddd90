package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Answers queries from what is durable. Any thread. */
public final class QueryRunner {
  private final GraphReader reader;

  public QueryRunner(GraphReader reader) {
    this.reader = reader;
  }

  /** The results in order. */
  public List<Node> run(Query query) {
    List<Node> matches = matches(query);
    return query.isWindowed() ? query.window(matches) : matches;
  }

  /** Everything that matches, in order, whatever page of it the query asks for. */
  List<Node> matches(Query query) {
    List<Node> matches = new ArrayList<>();
    reader.forEach(node -> {
      if (query.matches(node)) {
        matches.add(node);
      }
      return true;
    });
    matches.sort(query.order());
    return matches;
  }
}
