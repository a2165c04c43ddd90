package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One of the {@link LiveQueries}: a query whose results are followed. Belongs to the owner thread.
 */
public abstract sealed class LiveQuery permits LiveSet, LivePage, LiveTraversal, LiveRanking {
  final Query query;
  private final Consumer<List<LiveEvent>> listener;

  /** Where it stands in the {@link LiveIndex}; {@code null} for among the rest. */
  List<LiveIndex.Place> places;

  LiveQuery(Query query, Consumer<List<LiveEvent>> listener) {
    this.query = query;
    this.listener = listener;
  }

  static LiveQuery of(Query query, Consumer<List<LiveEvent>> listener) {
    if (query.order().words() != null) {
      return new LiveRanking(query, listener);
    }
    if (query.isTraversal()) {
      return new LiveTraversal(query, listener);
    }
    return query.page().isEverything()
        ? new LiveSet(query, listener)
        : new LivePage(query, listener);
  }

  /** Takes the present results, and holds what they depend on. */
  abstract List<Row> start(QueryRunner runner, LiveHolds holds);

  /**
   * What one step means for the results.
   *
   * @param changed what the query holds or may take up, as it is now; {@code null} for what is not
   *     there
   */
  abstract List<LiveEvent> accept(Map<String, Node> changed, QueryRunner runner, LiveHolds holds);

  /** Lets go of everything it holds. */
  abstract void release(LiveHolds holds);

  void tell(List<LiveEvent> events) {
    if (!events.isEmpty()) {
      listener.accept(events);
    }
  }

  void tellInitial(List<Row> rows) {
    List<LiveEvent> events = new ArrayList<>(rows.size());
    rows.forEach(row -> events.add(new LiveEvent(Action.INITIAL, row.id(), row.node())));
    tell(events);
  }
}
