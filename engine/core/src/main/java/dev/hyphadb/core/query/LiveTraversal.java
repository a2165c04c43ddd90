package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.ConditionParser.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The matches of a query with {@code $edge}. Holds all that the walk saw, and walks again only when
 * a node came or went, has other edges, or fulfils other conditions than before, or when there is a
 * new starting point.
 */
final class LiveTraversal extends LiveQuery {
  private final LiveWindow window;
  private Map<String, Trace> traces = new HashMap<>();

  /**
   * What of a node decides where a walk goes.
   *
   * @param edges {@code null} when the node is not there
   * @param fulfilled a bit for each stage's condition
   */
  private record Trace(List<String> edges, int fulfilled) {
    static final Trace ABSENT = new Trace(null, 0);

    boolean isStart() {
      return (fulfilled & 1) != 0;
    }
  }

  LiveTraversal(Query query, Consumer<List<LiveEvent>> listener) {
    super(query, listener);
    window = new LiveWindow(query);
  }

  @Override
  List<Row> start(QueryRunner runner, LiveHolds holds) {
    walk(runner, holds);
    return window.start();
  }

  private void walk(QueryRunner runner, LiveHolds holds) {
    Map<String, Trace> before = traces;
    traces = new HashMap<>();
    List<Row> matches =
        runner.matches(query, (id, node) -> traces.computeIfAbsent(id, each -> trace(node)));
    for (String id : traces.keySet()) {
      if (!before.containsKey(id)) {
        holds.hold(this, id);
      }
    }
    for (String id : before.keySet()) {
      if (!traces.containsKey(id)) {
        holds.release(this, id);
      }
    }
    window.replaceAll(matches);
  }

  private Trace trace(Node node) {
    if (node == null) {
      return Trace.ABSENT;
    }
    int fulfilled = query.condition().matches(node) ? 1 : 0;
    int bit = 1;
    for (Stage descent : query.descents()) {
      bit <<= 1;
      fulfilled |= descent.condition().matches(node) ? bit : 0;
    }
    return new Trace(node.edges(), fulfilled);
  }

  @Override
  List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner, LiveHolds holds) {
    boolean isStale = false;
    for (Map.Entry<String, Node> change : changed.entrySet()) {
      Trace before = traces.get(change.getKey());
      Trace after = trace(change.getValue());
      if (before == null ? after.isStart() : !before.equals(after)) {
        isStale = true;
      } else if (window.has(change.getKey())) {
        window.put(query.order().row(change.getValue()));
      }
    }
    if (isStale) {
      walk(runner, holds);
    }
    return window.move(changed);
  }

  @Override
  void release(LiveHolds holds) {
    traces.keySet().forEach(id -> holds.release(this, id));
    traces = new HashMap<>();
  }
}
