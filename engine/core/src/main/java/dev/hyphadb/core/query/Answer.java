package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.List;

/** The results of a query in order, and how they were found. */
public record Answer(List<Node> nodes, Explanation explanation) {
  /** The same, and how long it took. */
  public Answer within(double millis) {
    return new Answer(nodes, explanation.within(millis));
  }
}
