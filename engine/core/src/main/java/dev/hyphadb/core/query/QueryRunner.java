package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
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
    if (query.isTraversal()) {
      traverse(query, Traversal.UNWATCHED, visitor);
    } else {
      forEachStart(query, visitor);
    }
  }

  private void traverse(Query query, Traversal.Watcher watcher, Consumer<Node> visitor) {
    Traversal traversal = new Traversal(reader::get, query.descents(), watcher);
    forEachStart(query, traversal::start);
    traversal.forEachMatch(visitor);
  }

  /** All results of a traversal, in no order; tells what they depend on. */
  List<Row> matches(Query query, Traversal.Watcher watcher) {
    List<Row> rows = new ArrayList<>();
    traverse(query, watcher, node -> rows.add(query.order().row(node)));
    return rows;
  }

  /** Visits the nodes that fulfil the query's own condition. */
  private void forEachStart(Query query, Consumer<Node> visitor) {
    FieldCheck check = new FieldCheck(query.strictFields());
    AccessPath path = reader::forEach;
    path.forEach(node -> {
      check.see(node);
      if (query.condition().matches(node)) {
        visitor.accept(node);
      }
      return true;
    });
    check.finish();
  }
}
