package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphReaderTest {
  private final MemoryStore store = new MemoryStore();
  private final Replica replica =
      Replica.open(store, ReplicaOptions.DEFAULTS, GraphReaderTest::sha256, byte[]::new);
  private long nowMillis = 1000;

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void submit(Operation... operations) {
    replica.submit(List.of(operations), nowMillis++);
    replica.flush(nowMillis);
  }

  private static Operation put(String id, long version) {
    return new Operation.Put(id, Fields.of("version", Value.of(version)));
  }

  /** Does something right before edges are read, once. */
  private final class Interrupted implements Store {
    private Runnable before;

    Interrupted(Runnable before) {
      this.before = before;
    }

    @Override
    public byte[] get(Table table, byte[] key) {
      return store.get(table, key);
    }

    @Override
    public Cursor scan(Table table, byte[] from, byte[] to) {
      if (table == Table.EDGE && before != null) {
        Runnable now = before;
        before = null;
        now.run();
      }
      return store.scan(table, from, to);
    }

    @Override
    public Cursor scanReverse(Table table, byte[] from, byte[] to) {
      return store.scanReverse(table, from, to);
    }

    @Override
    public void write(WriteBatch batch) {
      store.write(batch);
    }

    @Override
    public void close() {}
  }

  @Test
  void fieldsAndEdgesAreOfOneMoment() {
    submit(put("a", 1), put("b", 1), new Operation.Link("a", "b"));
    Store interrupted = new Interrupted(() -> submit(put("a", 2), new Operation.Unlink("a", "b")));
    Node read = new GraphReader(interrupted).get("a");
    assertEquals(Fields.of("version", Value.of(2)), read.value());
    assertEquals(List.of(), read.edges());
  }

  @Test
  void aNodeThatIsRemovedMeanwhileIsNotThere() {
    submit(put("a", 1), put("b", 1), new Operation.Link("a", "b"));
    Store interrupted = new Interrupted(() -> submit(new Operation.Remove("a")));
    assertNull(new GraphReader(interrupted).get("a"));
    submit(put("a", 3), new Operation.Link("a", "b"));
    List<Node> seen = new ArrayList<>();
    new GraphReader(new Interrupted(() -> submit(new Operation.Remove("a")))).forEach(seen::add);
    assertEquals(List.of("b"), seen.stream().map(Node::id).toList());
  }

  /** Cannot read what is between two keys. */
  private final class Damaged implements Store {
    private final byte[] from;
    private final byte[] to;

    Damaged(String from, String to) {
      this.from = Utf8.encode(from);
      this.to = Utf8.encode(to);
    }

    @Override
    public byte[] get(Table table, byte[] key) {
      return store.get(table, key);
    }

    @Override
    public Cursor scan(Table table, byte[] start, byte[] end) {
      Cursor whole = store.scan(table, start, end);
      return new Cursor() {
        @Override
        public boolean next() {
          boolean isNext = whole.next();
          if (isNext && isWithin(whole.key())) {
            throw new StoreException("damaged");
          }
          return isNext;
        }

        @Override
        public void seek(byte[] key) {
          whole.seek(key);
        }

        @Override
        public byte[] key() {
          return whole.key();
        }

        @Override
        public byte[] value() {
          return whole.value();
        }

        @Override
        public void close() {
          whole.close();
        }
      };
    }

    private boolean isWithin(byte[] key) {
      return dev.hyphadb.core.value.Octets.compare(key, from) >= 0
          && dev.hyphadb.core.value.Octets.compare(key, to) < 0;
    }

    @Override
    public Cursor scanReverse(Table table, byte[] start, byte[] end) {
      return store.scanReverse(table, start, end);
    }

    @Override
    public void write(WriteBatch batch) {
      throw new StoreException("for reading");
    }

    @Override
    public void close() {}
  }

  @Test
  void whatIsAroundDamageIsRead() {
    for (int number = 100; number < 1000; number++) {
      submit(put("n" + number, number));
    }
    List<String> read = new ArrayList<>();
    long gaps =
        new GraphReader(new Damaged("n300", "n350")).forEachReadable(node -> read.add(node.id()));
    assertEquals(1, gaps);
    assertTrue(read.contains("n299") && read.contains("n400"), read.toString());
    assertTrue(read.size() >= 800 && read.size() <= 850, read.size() + " nodes");
    read.clear();
    gaps = new GraphReader(new Damaged("", "n500")).forEachReadable(node -> read.add(node.id()));
    assertEquals(0, read.size(), "nothing tells where the keys go on");
    assertEquals(1, gaps);
  }
}
