package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;

/**
 * A change of a live query's results.
 *
 * @param node as it is now; {@code null} when it was removed from the graph
 */
public record LiveEvent(Action action, String id, Node node) {
  /** What happened, from the subscriber's view. */
  public enum Action {
    INITIAL,
    ADDED,
    UPDATED,
    REMOVED
  }
}
