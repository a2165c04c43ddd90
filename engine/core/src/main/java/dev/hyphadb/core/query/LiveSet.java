package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All the matches of a condition: each node decides for itself. Holds the matches. */
final class LiveSet extends LiveQuery {
  private final Set<String> results = new HashSet<>();

  LiveSet(Query query, Consumer<List<LiveEvent>> listener) {
    super(query, listener);
  }

  @Override
  List<Row> start(QueryRunner runner, LiveHolds holds) {
    List<Row> rows = runner.matches(query);
    for (Row row : rows) {
      results.add(row.id());
      holds.hold(this, row.node());
    }
    return rows;
  }

  @Override
  List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner, LiveHolds holds) {
    List<LiveEvent> events = new ArrayList<>(changed.size());
    changed.forEach((id, node) -> {
      if (node != null && query.condition().matches(node)) {
        boolean isNew = results.add(id);
        holds.hold(this, node);
        events.add(new LiveEvent(isNew ? Action.ADDED : Action.UPDATED, id, node));
      } else if (results.remove(id)) {
        holds.release(this, id);
        events.add(new LiveEvent(Action.REMOVED, id, node));
      }
    });
    return events;
  }

  @Override
  void release(LiveHolds holds) {
    results.forEach(id -> holds.release(this, id));
    results.clear();
  }
}
