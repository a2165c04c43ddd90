package dev.hyphadb.browser;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveQuery;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everybody who follows a query or a node, by the number that names the subscription. */
final class Followers {
  private final GraphReader reader;
  private final QueryRunner runner;
  private final Map<Integer, LiveQuery> queries = new LinkedHashMap<>();
  private final Map<Integer, String> nodes = new LinkedHashMap<>();

  /** Is told what happened to what is followed. */
  interface Listener {
    /** The node as it is now; {@code null} when it is not there. */
    void node(int subscription, Node node);

    void query(int subscription, LiveEvent event);
  }

  Followers(GraphReader reader, QueryRunner runner) {
    this.reader = reader;
    this.runner = runner;
  }

  /** Follows a node; returns it as it is now. */
  Node follow(int subscription, String id) {
    nodes.put(subscription, id);
    return reader.get(id);
  }

  /** Follows a query; returns its present results. */
  List<Node> follow(int subscription, Query query) {
    LiveQuery live = new LiveQuery(query);
    List<Node> results = new ArrayList<>();
    live.start(runner).forEach(event -> results.add(event.node()));
    queries.put(subscription, live);
    return results;
  }

  void stop(int subscription) {
    queries.remove(subscription);
    nodes.remove(subscription);
  }

  /** The nodes with these ids may look different now. */
  void changed(Set<String> ids, Listener listener) {
    if (ids.isEmpty() || (queries.isEmpty() && nodes.isEmpty())) {
      return;
    }
    Map<String, Node> changed = new LinkedHashMap<>();
    ids.forEach(id -> changed.put(id, reader.get(id)));
    nodes.forEach((subscription, id) -> {
      if (changed.containsKey(id)) {
        listener.node(subscription, changed.get(id));
      }
    });
    queries.forEach((subscription, query) ->
        query.accept(changed, runner).forEach(event -> listener.query(subscription, event)));
  }
}
