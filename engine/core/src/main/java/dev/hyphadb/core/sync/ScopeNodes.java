package dev.hyphadb.core.sync;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes are in a scope, by this side's graph: those that match, and the ids that they link
 * to, so many edges far, whether or not there is such a node yet.
 *
 * <p>Never too few: what comes within reach is there at once. What is linked to no more stays until
 * {@link #walk}, which makes it exact again. Each node's level is at most its true distance from
 * one that matches, so that whatever its edges reach is reached.
 */
final class ScopeNodes {
  private final GraphReader graph;
  private final int depth;
  private final Scope.Matcher matcher;
  private final int nodesMax;

  /** How far each is from one that matches; those that match, and no others, have 0. */
  private final Map<String, Integer> levels = new HashMap<>();

  /** Of the nodes whose edges are followed. */
  private final Map<String, List<String>> edges = new HashMap<>();

  private final Set<String> entered = new LinkedHashSet<>();
  private final Set<String> left = new LinkedHashSet<>();
  private boolean isStale;

  /**
   * @param nodesMax beyond this, {@link #isTooLarge}
   */
  ScopeNodes(GraphReader graph, Scope scope, int nodesMax) {
    this.graph = graph;
    this.depth = scope.depth();
    this.matcher = scope.matcher();
    this.nodesMax = nodesMax;
  }

  boolean has(String id) {
    return levels.containsKey(id);
  }

  boolean isTooLarge() {
    return levels.size() > nodesMax;
  }

  /** Whether there may be more than belongs to it. */
  boolean isStale() {
    return isStale;
  }

  /** Those that came into the scope since the last call. */
  Set<String> takeEntered() {
    return take(entered);
  }

  /** Those that left it since the last call. */
  Set<String> takeLeft() {
    return take(left);
  }

  private static Set<String> take(Set<String> from) {
    Set<String> taken = new LinkedHashSet<>(from);
    from.clear();
    return taken;
  }

  /** Looks at a node that may look different. */
  void look(String id) {
    look(id, graph.get(id));
  }

  /**
   * @param node {@code null} when there is none
   */
  void look(String id, Node node) {
    Integer level = levels.get(id);
    if (node != null && matcher.matches(node)) {
      reach(id, node, 0);
    } else if (level == null) {
      return;
    } else if (level > 0) {
      reach(id, node, level);
    } else if (depth == 0) {
      leave(id);
    } else {
      // Others in the scope may link to it: the walk will tell.
      isStale = true;
      levels.put(id, 1);
      reach(id, node, 1);
    }
  }

  private void leave(String id) {
    levels.remove(id);
    edges.remove(id);
    if (!entered.remove(id)) {
      left.add(id);
    }
  }

  private void enter(String id, int level) {
    if (levels.put(id, level) == null && !left.remove(id)) {
      entered.add(id);
    }
  }

  /** A node is in the scope at this level or nearer, and has the edges that it has now. */
  private void reach(String start, Node startNode, int startLevel) {
    Integer before = levels.get(start);
    enter(start, before == null ? startLevel : Math.min(before, startLevel));
    Deque<String> open = new ArrayDeque<>();
    follow(start, startNode, open);
    while (!open.isEmpty() && !isTooLarge()) {
      String id = open.remove();
      follow(id, graph.get(id), open);
    }
  }

  /** Takes in what a node links to; adds to {@code open} what is nearer now than it was. */
  private void follow(String id, Node node, Deque<String> open) {
    int level = levels.get(id);
    if (level == depth) {
      return;
    }
    List<String> targets = node == null ? List.of() : node.edges();
    List<String> before = targets.isEmpty() ? edges.remove(id) : edges.put(id, targets);
    if (before != null && !before.equals(targets)) {
      // It may have lost links.
      isStale = true;
    }
    for (String target : targets) {
      Integer known = levels.get(target);
      if (known == null || known > level + 1) {
        enter(target, level + 1);
        if (level + 1 < depth) {
          open.add(target);
        }
      }
    }
  }

  /** Finds what is linked to no more. */
  void walk() {
    isStale = false;
    Map<String, Integer> found = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    levels.forEach((id, level) -> {
      if (level == 0) {
        found.put(id, 0);
        open.add(id);
      }
    });
    while (!open.isEmpty()) {
      String id = open.remove();
      int level = found.get(id);
      if (level < depth) {
        for (String target : edges.getOrDefault(id, List.of())) {
          if (found.putIfAbsent(target, level + 1) == null) {
            open.add(target);
          }
        }
      }
    }
    for (String id : new ArrayList<>(levels.keySet())) {
      if (!found.containsKey(id)) {
        leave(id);
      }
    }
    levels.putAll(found);
    edges.keySet().removeIf(id -> levels.get(id) == depth);
  }

  void clear() {
    levels.clear();
    edges.clear();
    entered.clear();
    left.clear();
    isStale = false;
  }
}
