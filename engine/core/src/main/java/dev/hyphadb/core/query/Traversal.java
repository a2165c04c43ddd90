package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.ConditionParser.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks edges, as {@code $edge} asks for it. */
final class Traversal {
  private final GraphReader reader;

  Traversal(GraphReader reader) {
    this.reader = reader;
  }

  /** The matches of the last of the sub-queries, each once. */
  List<Node> follow(List<Node> start, List<Stage> descents) {
    List<Node> from = start;
    for (Stage descent : descents) {
      List<Node> found = new ArrayList<>();
      forEachDescendant(
          from,
          descent.depthMax(),
          node -> {
            if (descent.condition().matches(node)) {
              found.add(node);
            }
          });
      from = found;
    }
    return from;
  }

  /**
   * Visits once each node that edges lead to from one of the given, in so many steps at most; one
   * of the given too, if it is its own or another's descendant.
   */
  private void forEachDescendant(List<Node> start, int depthMax, Consumer<Node> visitor) {
    Set<String> reached = new HashSet<>();
    List<Node> from = start;
    for (int depth = 0; depth < depthMax && !from.isEmpty(); depth++) {
      List<Node> next = new ArrayList<>();
      for (Node node : from) {
        for (String id : node.edges()) {
          // An edge may be there before the node it leads to.
          Node descendant = reached.add(id) ? reader.get(id) : null;
          if (descendant != null) {
            visitor.accept(descendant);
            next.add(descendant);
          }
        }
      }
      from = next;
    }
  }
}
