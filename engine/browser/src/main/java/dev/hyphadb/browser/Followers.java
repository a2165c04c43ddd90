package dev.hyphadb.browser;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveQueries;
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
  private final LiveQueries live;
  private final Map<Integer, LiveQuery> queries = new LinkedHashMap<>();
  private final Map<Integer, String> nodes = new LinkedHashMap<>();

  /** What the step under way means for the queries. */
  private final List<Told> told = new ArrayList<>();

  private record Told(int subscription, List<LiveEvent> events) {}

  /** Is told what happened to what is followed. */
  interface Listener {
    /** The node as it is now; {@code null} when it is not there. */
    void node(int subscription, Node node);

    void query(int subscription, LiveEvent event);
  }

  Followers(GraphReader reader, QueryRunner runner) {
    this.reader = reader;
    this.live = new LiveQueries(runner);
  }

  /** Follows a node; returns it as it is now. */
  Node follow(int subscription, String id) {
    nodes.put(subscription, id);
    return reader.get(id);
  }

  /** Follows a query; returns its present results. */
  List<Node> follow(int subscription, Query query) {
    stop(subscription);
    queries.put(subscription, live.add(query, events -> told.add(new Told(subscription, events))));
    List<Node> results = new ArrayList<>();
    told.forEach(initial -> initial.events().forEach(event -> results.add(event.node())));
    told.clear();
    return results;
  }

  void stop(int subscription) {
    LiveQuery query = queries.remove(subscription);
    if (query != null) {
      live.remove(query);
    }
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
    live.changed(changed);
    List<Told> step = List.copyOf(told);
    told.clear();
    step.forEach(one -> one.events().forEach(event -> listener.query(one.subscription(), event)));
  }
}
