package dev.hyphadb.core.query;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexWriter;
import dev.hyphadb.core.index.StoredIndexes;
import dev.hyphadb.core.store.ForwardingStore;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A database in memory to ask. */
final class TestGraph {
  private static final Sha256 SHA_256 =
      bytes -> {
        try {
          return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
          throw new AssertionError(e);
        }
      };

  final GraphReader reader;
  final QueryRunner runner;
  private final MemoryStore store = new MemoryStore();
  private Replica replica;
  private int writesLeft = Integer.MAX_VALUE;
  private long nowMillis = 1_700_000_000_000L;

  TestGraph() {
    reopen();
    reader = new GraphReader(store);
    // However few nodes there are: what an index can answer, it does.
    runner =
        new QueryRunner(reader, reader::get, () -> new StoredIndexes(store, () -> Long.MAX_VALUE));
  }

  /** As after a crash between two writes. */
  void reopen() {
    replica = Replica.open(new FailingWrites(), ReplicaOptions.DEFAULTS, SHA_256, byte[]::new);
    replica.flush(nowMillis);
  }

  /** Only so many more writes succeed. */
  void failAfter(int writes) {
    writesLeft = writes;
  }

  /** The store, with a disk that may be full. */
  private final class FailingWrites extends ForwardingStore {
    FailingWrites() {
      super(store);
    }

    @Override
    public void write(WriteBatch batch) {
      if (writesLeft == 0) {
        throw new StoreException("the disk is full");
      }
      writesLeft--;
      super.write(batch);
    }
  }

  IndexWriter indexes() {
    return replica.indexes();
  }

  /** Makes the indexes and builds them to their end. */
  TestGraph index(IndexDefinition... definitions) {
    for (IndexDefinition definition : definitions) {
      replica.indexes().create(definition, false);
    }
    do {
      replica.flush(nowMillis);
    } while (replica.indexes().isBuilding());
    return this;
  }

  /** Loses an entry, invents one, and changes the sums of words. */
  void damageIndexes(Random random) {
    List<byte[]> keys = new ArrayList<>();
    try (Store.Cursor entries = store.scan(Table.INDEX, null, null)) {
      while (entries.next()) {
        keys.add(entries.key());
      }
    }
    byte[] invented = keys.get(random.nextInt(keys.size())).clone();
    invented[invented.length - 1]++;
    WriteBatch batch = new WriteBatch();
    batch.delete(Table.INDEX, keys.get(random.nextInt(keys.size())));
    batch.put(Table.INDEX, invented, new byte[] {1, 1});
    batch.put(Table.INDEX, new byte[] {0, 0, 0, 3, -1}, new byte[] {1, 1});
    store.write(batch);
  }

  Verification.Report verify() {
    return Verification.run(store, SHA_256, Progress.NONE);
  }

  Answer answer(Map<String, Object> options) {
    return runner.answer(Query.parse(PlainValues.fromMap(options)));
  }

  TestGraph put(String id, Object... fields) {
    submit(new Operation.Put(id, PlainValues.fromMap(map(fields))));
    return this;
  }

  TestGraph link(String from, String... to) {
    for (String target : to) {
      submit(new Operation.Link(from, target));
    }
    return this;
  }

  /** Does the operations as one commit; what may look different now, as it is now. */
  Map<String, Node> submit(Operation... operations) {
    replica.submit(Arrays.asList(operations), ++nowMillis);
    Map<String, Node> changed = new LinkedHashMap<>();
    replica.flush(nowMillis).changedNodes().forEach(id -> changed.put(id, reader.get(id)));
    return changed;
  }

  /** Ids of the results. */
  List<String> ids(Map<String, Object> options) {
    return runner.run(Query.parse(PlainValues.fromMap(options))).stream().map(Node::id).toList();
  }

  /** Ids of the results of a query without options, as one text. */
  String find(Object... query) {
    return String.join(" ", ids(map("query", map(query))));
  }

  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    reader.forEach(nodes::add);
    return nodes;
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  static Fields fields(Map<String, Object> options) {
    return PlainValues.fromMap(options);
  }
}
