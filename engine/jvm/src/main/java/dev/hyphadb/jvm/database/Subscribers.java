package dev.hyphadb.jvm.database;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveQueries;
import dev.hyphadb.core.query.LiveQuery;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final LiveQueries queries;
  private final Map<String, List<NodeSubscriber>> nodes = new HashMap<>();
  private final Set<QuerySubscriber> querySubscribers = new LinkedHashSet<>();

  /** Somebody who follows something. */
  sealed interface Subscriber {
    /** Nothing more is delivered; from any thread. */
    void close();
  }

  static final class QuerySubscriber implements Subscriber {
    private final Query query;
    private final Delivery<LiveEvent> delivery;
    private LiveQuery live;

    QuerySubscriber(Query query, Delivery<LiveEvent> delivery) {
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

  /**
   * @param runner over the same state as the reader
   */
  Subscribers(GraphReader reader, QueryRunner runner) {
    this.reader = reader;
    this.queries = new LiveQueries(runner);
  }

  void add(Subscriber subscriber) {
    switch (subscriber) {
      case QuerySubscriber follower -> {
        follower.live = queries.add(follower.query, follower.delivery::offerAll);
        querySubscribers.add(follower);
      }
      case NodeSubscriber follower -> {
        follower.delivery.offerAll(List.of(Optional.ofNullable(reader.get(follower.id))));
        nodes.computeIfAbsent(follower.id, id -> new ArrayList<>()).add(follower);
      }
    }
  }

  void remove(Subscriber subscriber) {
    switch (subscriber) {
      case QuerySubscriber follower -> {
        if (querySubscribers.remove(follower)) {
          queries.remove(follower.live);
        }
      }
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
    queries.changed(changed);
  }

  void close() {
    querySubscribers.forEach(QuerySubscriber::close);
    nodes.values().forEach(followers -> followers.forEach(NodeSubscriber::close));
    querySubscribers.clear();
    nodes.clear();
  }
}
