package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.ConditionParser.FieldUse;
import dev.hyphadb.core.query.ConditionParser.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Answers queries from what is durable. Any thread. */
public final class QueryRunner {
  private final GraphReader reader;

  public QueryRunner(GraphReader reader) {
    this.reader = reader;
  }

  /**
   * The results in order.
   *
   * @throws QueryException {@code unknown-field}, in strict mode only
   */
  public List<Node> run(Query query) {
    return page(query).stream().map(Row::node).toList();
  }

  /** The page of the matches that the query asks for, in order. */
  List<Row> page(Query query) {
    Page page = query.page();
    boolean isTop = !page.isEverything() && !page.hasCursor();
    return isTop ? top(query, page.limit()) : page.of(matches(query));
  }

  /** Everything that matches, in order, whatever page of it the query asks for. */
  List<Row> matches(Query query) {
    List<Row> rows = new ArrayList<>();
    forEachMatch(query, node -> rows.add(query.order().row(node)));
    rows.sort(query.order());
    return rows;
  }

  /** The first of the matches, without keeping the others. */
  private List<Row> top(Query query, int limit) {
    PriorityQueue<Row> lastFirst = new PriorityQueue<>(Collections.reverseOrder(query.order()));
    forEachMatch(
        query,
        node -> {
          Row row = query.order().row(node);
          if (lastFirst.size() < limit) {
            lastFirst.add(row);
          } else if (query.order().compare(row, lastFirst.element()) < 0) {
            lastFirst.remove();
            lastFirst.add(row);
          }
        });
    List<Row> rows = new ArrayList<>(lastFirst);
    rows.sort(query.order());
    return rows;
  }

  private void forEachMatch(Query query, Consumer<Node> visitor) {
    if (!query.isTraversal()) {
      scan(query, visitor);
      return;
    }
    List<Node> from = new ArrayList<>();
    scan(query, from::add);
    for (Stage descent : query.descents()) {
      List<Node> found = new ArrayList<>();
      forEachDescendant(
          from,
          descent.depthMax(),
          node -> {
            if (descent.condition().matches(node)) {
              found.add(node);
            }
          });
      from = found;
    }
    from.forEach(visitor);
  }

  /** Visits the nodes that fulfil the query's own condition; an index would come in here. */
  private void scan(Query query, Consumer<Node> visitor) {
    FieldCheck check = new FieldCheck(query.strictFields());
    reader.forEach(node -> {
      check.see(node);
      if (query.condition().matches(node)) {
        visitor.accept(node);
      }
      return true;
    });
    check.finish();
  }

  /**
   * Visits once each node that edges lead to from one of the given, in so many steps at most; one
   * of the given too, if it is its own or another's descendant.
   */
  private void forEachDescendant(List<Node> start, int depthMax, Consumer<Node> visitor) {
    Set<String> reached = new HashSet<>();
    List<Node> from = start;
    for (int depth = 0; depth < depthMax && !from.isEmpty(); depth++) {
      List<Node> next = new ArrayList<>();
      for (Node node : from) {
        for (String id : node.edges()) {
          // An edge may be there before the node it leads to.
          Node descendant = reached.add(id) ? reader.get(id) : null;
          if (descendant != null) {
            visitor.accept(descendant);
            next.add(descendant);
          }
        }
      }
      from = next;
    }
  }

  /** Strict mode: a field that no node has is unknown, unless there are no nodes at all. */
  private static final class FieldCheck {
    private final List<FieldUse> missing;
    private boolean hasNodes;

    FieldCheck(List<FieldUse> fields) {
      missing = new ArrayList<>(fields);
    }

    void see(Node node) {
      hasNodes = true;
      if (!missing.isEmpty()) {
        missing.removeIf(use -> use.field().find(node) != null);
      }
    }

    void finish() {
      if (hasNodes && !missing.isEmpty()) {
        FieldUse first = missing.get(0);
        throw new QueryException(
            "unknown-field", first.path(), "no node has a field " + first.field().text());
      }
    }
  }
}
