package dev.hyphadb.jvm.database;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.StoredIndexes;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers each query as of one moment: from a snapshot of the store, and from the cache of decoded
 * nodes as long as nothing has been written since. Any thread.
 */
final class Queries {
  /** A database with more is read from the store each time. */
  private static final int ALL_NODES_MAX = 20_000;

  private final Store store;
  private final Cache<String, Node> cache;
  private final Function<String, Node> loader;
  private final WriteEpoch epoch;

  private volatile AllNodes allNodes = new AllNodes(-1, List.of());
  private volatile long lastScanned = -1;

  /** What a database had at an epoch. */
  private record AllNodes(long epoch, List<Node> nodes) {}

  Queries(Store store, Cache<String, Node> cache, Function<String, Node> loader, WriteEpoch epoch) {
    this.store = store;
    this.cache = cache;
    this.loader = loader;
    this.epoch = epoch;
  }

  Answer answer(Query query) {
    long start = System.nanoTime();
    Answer answer = asOfNow(runner -> runner.answer(query));
    return answer.within((System.nanoTime() - start) / 1e6);
  }

  List<Fields> aggregate(Aggregate aggregate) {
    return asOfNow(runner -> runner.aggregate(aggregate));
  }

  private <T> T asOfNow(Function<QueryRunner, T> question) {
    long then = epoch.now();
    try (Store snapshot = store.snapshot()) {
      GraphReader reader = new GraphReader(snapshot);
      Function<String, Node> nodes =
          id -> {
            if (epoch.isStill(then)) {
              Node node = cache.get(id, loader);
              if (epoch.isStill(then)) {
                return node;
              }
            }
            return reader.get(id);
          };
      return question.apply(
          runner(snapshot, reader, nodes, () -> allNodes(then, snapshot, reader)));
    }
  }

  /** {@code null} unless there are few, and they are read again and again without a write. */
  private List<Node> allNodes(long then, Store snapshot, GraphReader reader) {
    if (!epoch.isStill(then)) {
      return null;
    }
    AllNodes known = allNodes;
    if (known.epoch == then) {
      return known.nodes;
    }
    boolean isAgain = lastScanned == then;
    lastScanned = then;
    if (!isAgain || Replica.nodeCount(snapshot) > ALL_NODES_MAX) {
      return null;
    }
    List<Node> nodes = new ArrayList<>();
    reader.forEach(nodes::add);
    allNodes = new AllNodes(then, nodes);
    return nodes;
  }

  /** Over the present state, for whoever keeps it from changing. */
  static QueryRunner present(Store store, GraphReader reader) {
    return runner(store, reader, reader::get, () -> null);
  }

  private static QueryRunner runner(
      Store store,
      GraphReader reader,
      Function<String, Node> nodes,
      Supplier<List<Node>> allNodes) {
    return new QueryRunner(
        reader, nodes, () -> new StoredIndexes(store, () -> Replica.nodeCount(store)), allNodes);
  }
}
