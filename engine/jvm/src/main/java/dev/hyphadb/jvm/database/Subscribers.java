package dev.hyphadb.jvm.database;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveQuery;
import dev.hyphadb.core.query.QueryRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everybody who follows a query or a node. Belongs to the replica's owner; what the subscribers are
 * told is handed to their {@link Delivery}.
 */
final class Subscribers {
  private final GraphReader reader;
  private final QueryRunner runner;
  private final List<QuerySubscriber> queries = new ArrayList<>();
  private final Map<String, List<NodeSubscriber>> nodes = new HashMap<>();

  /** Somebody who follows something. */
  sealed interface Subscriber {
    /** Nothing more is delivered; from any thread. */
    void close();
  }

  static final class QuerySubscriber implements Subscriber {
    private final LiveQuery query;
    private final Delivery<LiveEvent> delivery;

    QuerySubscriber(LiveQuery query, Delivery<LiveEvent> delivery) {
      this.query = query;
      this.delivery = delivery;
    }

    @Override
    public void close() {
      delivery.close();
    }
  }

  static final class NodeSubscriber implements Subscriber {
    private final String id;
    private final Delivery<Optional<Node>> delivery;

    NodeSubscriber(String id, Delivery<Optional<Node>> delivery) {
      this.id = id;
      this.delivery = delivery;
    }

    @Override
    public void close() {
      delivery.close();
    }
  }

  Subscribers(GraphReader reader) {
    this.reader = reader;
    this.runner = new QueryRunner(reader);
  }

  void add(Subscriber subscriber) {
    switch (subscriber) {
      case QuerySubscriber follower -> {
        follower.delivery.offerAll(follower.query.start(runner));
        queries.add(follower);
      }
      case NodeSubscriber follower -> {
        follower.delivery.offerAll(List.of(Optional.ofNullable(reader.get(follower.id))));
        nodes.computeIfAbsent(follower.id, id -> new ArrayList<>()).add(follower);
      }
    }
  }

  void remove(Subscriber subscriber) {
    switch (subscriber) {
      case QuerySubscriber follower -> queries.remove(follower);
      case NodeSubscriber follower ->
          nodes.computeIfPresent(
              follower.id,
              (id, followers) -> {
                followers.remove(follower);
                return followers.isEmpty() ? null : followers;
              });
    }
  }

  /** The nodes with these ids may look different now. */
  void changed(Set<String> ids) {
    if (queries.isEmpty() && nodes.isEmpty()) {
      return;
    }
    Map<String, Node> changed = new LinkedHashMap<>();
    for (String id : ids) {
      List<NodeSubscriber> followers = nodes.getOrDefault(id, List.of());
      if (queries.isEmpty() && followers.isEmpty()) {
        continue;
      }
      Node node = reader.get(id);
      changed.put(id, node);
      for (NodeSubscriber follower : followers) {
        follower.delivery.offerAll(List.of(Optional.ofNullable(node)));
      }
    }
    for (QuerySubscriber follower : queries) {
      follower.delivery.offerAll(follower.query.accept(changed, runner));
    }
  }

  void close() {
    queries.forEach(QuerySubscriber::close);
    nodes.values().forEach(followers -> followers.forEach(NodeSubscriber::close));
    queries.clear();
    nodes.clear();
  }
}
