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

  /**
   * What this event and a later one of the same node say together; {@code null} when that is
   * nothing, because a node came and went.
   */
  LiveEvent merge(LiveEvent later) {
    boolean isGone = later.action == Action.REMOVED;
    return switch (action) {
      case INITIAL, ADDED -> isGone ? null : new LiveEvent(action, id, later.node);
      case UPDATED -> later;
      case REMOVED -> isGone ? later : new LiveEvent(Action.UPDATED, id, later.node);
    };
  }
}
