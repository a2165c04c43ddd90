package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A page of the matches of a condition: others decide whether a node is in it. Holds all matches.
 */
final class LivePage extends LiveQuery {
  private final LiveWindow window;

  LivePage(Query query, Consumer<List<LiveEvent>> listener) {
    super(query, listener);
    window = new LiveWindow(query);
  }

  @Override
  List<Row> start(QueryRunner runner, LiveHolds holds) {
    for (Row row : runner.matches(query)) {
      window.put(row);
      holds.hold(this, row.node());
    }
    return window.start();
  }

  @Override
  List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner, LiveHolds holds) {
    changed.forEach((id, node) -> {
      if (node != null && query.condition().matches(node)) {
        window.put(query.order().row(node));
        holds.hold(this, node);
      } else if (window.remove(id)) {
        holds.release(this, id);
      }
    });
    return window.move(changed);
  }

  @Override
  void release(LiveHolds holds) {
    window.forEachId(id -> holds.release(this, id));
  }
}
