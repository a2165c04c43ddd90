package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers queries from what is durable. Any thread; what is written meanwhile may or may not be
 * seen, so hand in readers of a snapshot where an answer has to be that of one moment.
 *
 * <p>There are three ways to the results, tried in this order: to walk in their order until the
 * page is full; to read the candidates that an index names; to read all nodes. Whatever the way,
 * each node is tested.
 */
public final class QueryRunner {
  private static final int FEW = 128;

  private final GraphReader reader;
  private final Function<String, Node> nodes;
  private final Supplier<Indexes> indexes;
  private final Supplier<List<Node>> allNodes;

  /** Without indexes. */
  public QueryRunner(GraphReader reader) {
    this(reader, reader::get, () -> Indexes.NONE);
  }

  /**
   * @param nodes finds a node by its id; {@code null} when there is none
   * @param indexes called once for each query
   */
  public QueryRunner(GraphReader reader, Function<String, Node> nodes, Supplier<Indexes> indexes) {
    this(reader, nodes, indexes, () -> null);
  }

  /**
   * @param allNodes every node in the order of ids, where they are at hand; {@code null} where not
   */
  public QueryRunner(
      GraphReader reader,
      Function<String, Node> nodes,
      Supplier<Indexes> indexes,
      Supplier<List<Node>> allNodes) {
    this.allNodes = allNodes;
    this.reader = reader;
    this.nodes = nodes;
    this.indexes = indexes;
  }

  /**
   * The results in order.
   *
   * @throws QueryException {@code unknown-field}, in strict mode only
   */
  public List<Node> run(Query query) {
    return page(query).stream().map(Row::node).toList();
  }

  /** Like {@link #run}, with what it took. */
  public Answer answer(Query query) {
    Run run = new Run(query);
    List<Node> results = run.page().stream().map(Row::node).toList();
    return new Answer(results, run.examined.explain(results.size()));
  }

  /**
   * The groups in order, each with its values; see docs/queries.md.
   *
   * @throws QueryException {@code too-many-groups}, and {@code unknown-field} in strict mode
   */
  public List<Fields> aggregate(Aggregate aggregate) {
    Aggregation aggregation = new Aggregation(aggregate);
    new Run(aggregate.query()).forEachMatch(aggregation::add);
    return aggregation.results();
  }

  /** The page of the matches that the query asks for, in order. */
  List<Row> page(Query query) {
    return new Run(query).page();
  }

  /** Everything that matches, in order, whatever page of it the query asks for. */
  List<Row> matches(Query query) {
    return new Run(query).matches();
  }

  /** All results of a traversal, in no order; tells what they depend on. */
  List<Row> matches(Query query, Traversal.Watcher watcher) {
    return new Run(query).matches(watcher);
  }

  /** One query being answered. */
  private final class Run {
    private final Query query;
    private final Indexes present = indexes.get();
    private final Examined examined = new Examined();

    /** Found while another way was tried; {@code null} before. */
    private Set<String> candidates;

    private final ResultOrder order;

    Run(Query query) {
      this.query = query;
      WordSet words = query.order().words();
      this.order = words == null ? query.order() : query.order().in(corpus(words.words()));
    }

    private Corpus corpus(List<String> words) {
      if (present.words() != null) {
        return present.words().corpus(words);
      }
      Corpus corpus = Corpus.toCount(words);
      reader.forEach(node -> {
        corpus.count(node.value());
        return true;
      });
      return corpus;
    }

    List<Row> page() {
      Page page = query.page();
      boolean mayWalk =
          !query.isTraversal() && query.strictFields().isEmpty() && order.words() == null;
      if (page.isEverything() || !mayWalk) {
        return page.isEverything() || page.hasCursor() ? page.of(matches()) : top(page.limit());
      }
      List<Row> walked = walk();
      if (walked != null) {
        return walked;
      }
      return page.hasCursor() ? page.of(matches()) : top(page.limit());
    }

    /** {@code null} when there is no walk, or a better way. */
    private List<Row> walk() {
      if (present.places() != null && NearestPage.fits(query)) {
        examined.plan("places, the nearest first");
        return new NearestPage(query, nodes, examined).fill(present.places());
      }
      Row after = row(query.page().after());
      Row before = row(query.page().before());
      boolean isCursorMissing =
          query.page().after() != null && after == null
              || query.page().before() != null && before == null;
      if (isCursorMissing) {
        examined.plan("the cursor is not among the matches");
        return List.of();
      }
      OrderedPage page = new OrderedPage(query, after, before, examined);
      OrderedFinder.Way way = new OrderedFinder(reader, nodes, present, examined).find(query, page);
      if (way == null) {
        return null;
      }
      if (!way.isNarrowed() && hasFewCandidates()) {
        return null;
      }
      examined.plan(way.description());
      try (Walk walk = way.open()) {
        return page.fill(walk, way.isInOrder(), entries -> hasFewerCandidates(way.rest(), entries));
      }
    }

    /** {@code null} when the node does not match. */
    private Row row(String id) {
      Node node = id == null ? null : nodes.apply(id);
      return node != null && query.condition().matches(node) ? order.row(node) : null;
    }

    /** Worth a look before a walk that may go through everything. */
    private boolean hasFewCandidates() {
      candidates = new CandidateFinder(present, reader, examined).find(query.condition(), FEW);
      return candidates != null;
    }

    private boolean hasFewerCandidates(Condition rest, long entries) {
      CandidateFinder finder = new CandidateFinder(present, reader, examined);
      candidates = finder.find(rest, finder.worth(entries));
      return candidates != null;
    }

    List<Row> matches() {
      List<Row> rows = new ArrayList<>();
      forEachMatch(view -> {
        Node node = node(view);
        if (node != null) {
          rows.add(order.row(node));
        }
      });
      rows.sort(order);
      return rows;
    }

    /** The first of the matches, without keeping the others, or reading all of them. */
    private List<Row> top(int limit) {
      PriorityQueue<Row> lastFirst = new PriorityQueue<>(Collections.reverseOrder(order));
      forEachMatch(view -> {
        boolean isFull = lastFirst.size() == limit;
        if (isFull && !order.isBefore(order.key(view), view, lastFirst.element())) {
          return;
        }
        Node node = node(view);
        if (node != null) {
          lastFirst.add(order.row(node));
        }
        if (lastFirst.size() > limit) {
          lastFirst.remove();
        }
      });
      List<Row> rows = new ArrayList<>(lastFirst);
      rows.sort(order);
      return rows;
    }

    /** {@code null} when it has changed since it was looked at, and is no match any more. */
    private Node node(NodeView view) {
      Node node = view.node();
      boolean isMatch = node != null && (query.isTraversal() || query.condition().matches(node));
      return isMatch ? node : null;
    }

    private void forEachMatch(Consumer<? super NodeView> visitor) {
      if (!query.isTraversal()) {
        forEachStart(visitor);
        return;
      }
      traverse(Traversal.UNWATCHED, visitor);
    }

    private void traverse(Traversal.Watcher watcher, Consumer<? super Node> visitor) {
      Traversal traversal = new Traversal(nodes, query.descents(), watcher);
      forEachStart(view -> {
        Node node = view.node();
        if (node != null) {
          traversal.start(node);
        }
      });
      traversal.forEachMatch(visitor);
      for (int visited : traversal.visited()) {
        examined.nodes(visited);
        examined.then("along edges to " + visited + " nodes");
      }
    }

    List<Row> matches(Traversal.Watcher watcher) {
      List<Row> rows = new ArrayList<>();
      traverse(watcher, node -> rows.add(order.row(node)));
      return rows;
    }

    /** Visits the nodes that fulfil the query's own condition. */
    private void forEachStart(Consumer<? super NodeView> visitor) {
      FieldCheck check = new FieldCheck(query.strictFields());
      accessPath()
          .forEach(node -> {
            examined.node();
            check.see(node);
            if (query.condition().matches(node)) {
              visitor.accept(node);
            }
          });
      check.finish();
    }

    private AccessPath accessPath() {
      // In strict mode every node may have to say whether it has a field.
      if (query.strictFields().isEmpty() && candidates == null) {
        candidates = new CandidateFinder(present, reader, examined).find(query.condition());
      }
      if (candidates == null) {
        examined.plan("all nodes");
        return this::forEachNode;
      }
      return this::forEachCandidate;
    }

    private void forEachNode(Consumer<NodeView> visitor) {
      List<Node> atHand = allNodes.get();
      if (atHand != null) {
        atHand.forEach(visitor);
      } else {
        reader.forEachView(visitor);
      }
    }

    private void forEachCandidate(Consumer<NodeView> visitor) {
      for (String id : candidates) {
        Node node = nodes.apply(id);
        if (node != null) {
          visitor.accept(node);
        }
      }
    }
  }
}
