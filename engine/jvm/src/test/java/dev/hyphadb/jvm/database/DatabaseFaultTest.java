package dev.hyphadb.jvm.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.ForwardingStore;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A store that fails makes operations fail, and nothing else; when it works again, so does the
 * database.
 */
class DatabaseFaultTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final FailingStore store = new FailingStore();
  private final Database database =
      new Database(
          "faulty", store, ReplicaOptions.DEFAULTS, null, 1 << 20, Database.PeerEvents.NONE);

  /** Works until told to fail. */
  private static final class FailingStore extends ForwardingStore {
    private volatile boolean failsWrites;
    private volatile boolean failsReads;

    FailingStore() {
      super(new MemoryStore());
    }

    @Override
    public byte[] get(Table table, byte[] key) {
      if (failsReads) {
        throw new StoreException("planted: cannot read");
      }
      return below.get(table, key);
    }

    @Override
    public void write(WriteBatch batch) {
      if (failsWrites) {
        throw new StoreException("planted: cannot write");
      }
      below.write(batch);
    }
  }

  private void put(String id, long number) {
    Fields value = Fields.builder().put("n", number).build();
    assertTimeoutPreemptively(WAIT, () -> database.submit(List.of(new Operation.Put(id, value))));
  }

  @Test
  void aFailedWriteHasNotHappened() {
    put("before", 1);
    store.failsWrites = true;
    assertThrows(StoreException.class, () -> put("lost", 2));
    assertNull(database.get("lost"));
    assertEquals(1, database.status().liveCommits());
    store.failsWrites = false;
    put("after", 3);
    assertEquals(2, database.status().liveCommits());
    assertNull(database.get("lost"));
    database.close();
  }

  @Test
  void aStoreThatCannotEvenBeReadFailsEveryCallAndRecovers() {
    put("before", 1);
    store.failsWrites = true;
    store.failsReads = true;
    for (int i = 0; i < 3; i++) {
      assertThrows(StoreException.class, () -> put("lost", 2));
    }
    store.failsWrites = false;
    store.failsReads = false;
    put("after", 3);
    assertEquals(2, database.status().nodes());
    database.close();
  }
}
