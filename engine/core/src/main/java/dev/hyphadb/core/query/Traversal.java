package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.ConditionParser.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One walk along edges: from starting points through the sub-queries of {@code $edge}, level by
 * level, so that every node is reached on a shortest way. Of what it passes it keeps the ids; of
 * the level it stands on, the edges; of no node the value.
 */
final class Traversal {
  static final Watcher UNWATCHED = (id, node) -> {};

  private final Function<String, Node> nodes;
  private final List<Stage> descents;
  private final Watcher watcher;
  private final int[] visited;
  private List<List<String>> level = new ArrayList<>();

  /** Sees starting points and what edges lead to, some of it several times. */
  interface Watcher {
    /**
     * @param node {@code null} when it is not there
     */
    void see(String id, Node node);
  }

  /**
   * @param nodes gives {@code null} for a node that is not there
   * @param watcher sees everything that decides what the results are
   */
  Traversal(Function<String, Node> nodes, List<Stage> descents, Watcher watcher) {
    this.nodes = nodes;
    this.descents = descents;
    this.watcher = watcher;
    this.visited = new int[descents.size()];
  }

  /** Adds a starting point; all of them come before {@link #forEachMatch}. */
  void start(Node node) {
    watcher.see(node.id(), node);
    if (!node.edges().isEmpty()) {
      level.add(node.edges());
    }
  }

  /** Visits once each match of the last sub-query. */
  void forEachMatch(Consumer<? super Node> visitor) {
    for (int i = 0; i < descents.size(); i++) {
      if (i == descents.size() - 1) {
        descend(i, visitor);
      } else {
        List<List<String>> next = new ArrayList<>();
        descend(i, match -> next.add(match.edges()));
        level = next;
      }
    }
  }

  /** How many nodes were read for each sub-query, from the outermost. */
  int[] visited() {
    return visited.clone();
  }

  /**
   * Visits once each match among the nodes that edges lead to from the level, at the depths asked
   * for; a starting point too, if it is its own or another's descendant.
   */
  private void descend(int position, Consumer<? super Node> visitor) {
    Stage stage = descents.get(position);
    Set<String> reached = new HashSet<>();
    List<List<String>> from = level;
    for (int depth = 1; depth <= stage.depthMax() && !from.isEmpty(); depth++) {
      List<List<String>> next = new ArrayList<>();
      boolean isLast = depth == stage.depthMax();
      for (List<String> edges : from) {
        for (String id : edges) {
          if (!reached.add(id)) {
            continue;
          }
          Node node = nodes.apply(id);
          watcher.see(id, node);
          // An edge may be there before the node it leads to.
          if (node == null) {
            continue;
          }
          visited[position]++;
          if (depth >= stage.depthMin() && stage.condition().matches(node)) {
            visitor.accept(node);
          }
          if (!isLast && !node.edges().isEmpty()) {
            next.add(node.edges());
          }
        }
      }
      from = next;
    }
  }
}
