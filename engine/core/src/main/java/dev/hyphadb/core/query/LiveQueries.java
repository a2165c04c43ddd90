package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All the queries of a database whose results are followed. Told of the nodes that a step changed,
 * it tells each subscriber what that means for its results, such that applying the events always
 * gives the results of the query.
 *
 * <p>A changed node costs work only for queries that it was a match of, may be a match of by the
 * {@link LiveIndex}, or lies on the way of; what is in order of relevance is asked again each time.
 * Belongs to the owner thread; listeners are called on it and must return at once: a {@link
 * Backlog} is for those who take longer.
 */
public final class LiveQueries {
  private final QueryRunner runner;
  private final LiveIndex index = new LiveIndex();
  private final LiveHolds holds = new LiveHolds();
  private final Set<LiveQuery> queries = new LinkedHashSet<>();

  /** Those of them that every change concerns. */
  private final Set<LiveQuery> rankings = new LinkedHashSet<>();

  /**
   * @param runner over the graph as it is after the last step
   */
  public LiveQueries(QueryRunner runner) {
    this.runner = runner;
  }

  /**
   * Follows a query; the listener has its present results when this returns.
   *
   * @throws QueryException {@code unknown-field}, in strict mode only
   */
  public LiveQuery add(Query query, Consumer<List<LiveEvent>> listener) {
    LiveQuery live = LiveQuery.of(query, listener);
    List<Row> results = live.start(runner, holds);
    if (live instanceof LiveRanking) {
      rankings.add(live);
    } else {
      index.add(live);
    }
    queries.add(live);
    live.tellInitial(results);
    return live;
  }

  /** Does nothing if it has been removed. */
  public void remove(LiveQuery live) {
    if (queries.remove(live)) {
      if (!rankings.remove(live)) {
        index.remove(live);
      }
      live.release(holds);
    }
  }

  public boolean isEmpty() {
    return queries.isEmpty();
  }

  public int size() {
    return queries.size();
  }

  /** For tests: whether everything has been let go of. */
  boolean holdsNothing() {
    return holds.isEmpty() && index.isEmpty();
  }

  /**
   * Some nodes may have changed in one step.
   *
   * @param changed each as it is now; {@code null} for one that is not there
   * @return how many queries had to look at them
   */
  public int changed(Map<String, Node> changed) {
    Map<LiveQuery, Map<String, Node>> concerned =
        changed.size() == 1 ? concernedByOne(changed) : concerned(changed);
    concerned.forEach((live, nodes) -> live.tell(live.accept(nodes, runner, holds)));
    if (!changed.isEmpty()) {
      rankings.forEach(live -> live.tell(live.accept(changed, runner, holds)));
    }
    return concerned.size() + rankings.size();
  }

  private Map<LiveQuery, Map<String, Node>> concerned(Map<String, Node> changed) {
    Map<LiveQuery, Map<String, Node>> concerned = new LinkedHashMap<>();
    changed.forEach((id, node) ->
        visit(
            id,
            node,
            live -> concerned.computeIfAbsent(live, each -> new LinkedHashMap<>()).put(id, node)));
    return concerned;
  }

  /** The same for the step that is by far the most frequent, with less to allocate. */
  private Map<LiveQuery, Map<String, Node>> concernedByOne(Map<String, Node> changed) {
    Map<LiveQuery, Map<String, Node>> concerned = new LinkedHashMap<>();
    changed.forEach((id, node) -> visit(id, node, live -> concerned.put(live, changed)));
    return concerned;
  }

  private void visit(String id, Node node, Consumer<LiveQuery> visitor) {
    if (holds.change(id, node, visitor) && node != null) {
      index.forEachCandidate(node, visitor);
    }
  }
}
