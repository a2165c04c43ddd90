package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Results in order of relevance, which every node with words changes for all others: asks again
 * after each step, and tells which nodes came, went or have changed themselves. Holds nothing.
 */
final class LiveRanking extends LiveQuery {
  private Map<String, Node> results = Map.of();

  LiveRanking(Query query, Consumer<List<LiveEvent>> listener) {
    super(query, listener);
  }

  private List<Row> ask(QueryRunner runner) {
    List<Row> rows = runner.page(query);
    results = new LinkedHashMap<>();
    rows.forEach(row -> results.put(row.id(), row.node()));
    return rows;
  }

  @Override
  List<Row> start(QueryRunner runner, LiveHolds holds) {
    return ask(runner);
  }

  @Override
  List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner, LiveHolds holds) {
    Map<String, Node> before = results;
    ask(runner);
    List<LiveEvent> events = new ArrayList<>();
    before.forEach((id, node) -> {
      if (!results.containsKey(id)) {
        Node now = changed.containsKey(id) ? changed.get(id) : node;
        events.add(new LiveEvent(Action.REMOVED, id, now));
      }
    });
    results.forEach((id, node) -> {
      if (!before.containsKey(id)) {
        events.add(new LiveEvent(Action.ADDED, id, node));
      } else if (changed.containsKey(id)) {
        events.add(new LiveEvent(Action.UPDATED, id, node));
      }
    });
    return events;
  }

  @Override
  void release(LiveHolds holds) {
    results = Map.of();
  }
}
