package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.ForwardingStore;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead commits stay as long as the log has them, and go then. */
class RetentionTest {
  private static final int LOG_ENTRIES = 200;

  /** The log is cut in steps. */
  private static final int STORED_MAX = LOG_ENTRIES + Math.max(64, LOG_ENTRIES / 4) + 1;

  private static final ReplicaOptions OPTIONS =
      new ReplicaOptions(LOG_ENTRIES, ReplicaOptions.DEFAULTS.clockDriftMillisMax());

  /** Counts what one write does. */
  private static final class CountingStore extends ForwardingStore {
    private int changesMax;

    CountingStore() {
      super(new MemoryStore());
    }

    @Override
    public void write(WriteBatch batch) {
      changesMax = Math.max(changesMax, batch.changes().size());
      super.write(batch);
    }
  }

  private static int entries(Store store, Table table) {
    int entries = 0;
    try (Store.Cursor cursor = store.scan(table, null, null)) {
      while (cursor.next()) {
        entries++;
      }
    }
    return entries;
  }

  private static void overwrite(TestNetwork network, Peer peer, int i) {
    network.nowMillis++;
    if (i % 7 == 6) {
      peer.submit(new Operation.Remove("n" + i % 5));
    } else {
      peer.submit(new Operation.Put("n" + i % 5, Fields.builder().put("count", i).build()));
    }
  }

  @Test
  void overwritesDoNotMakeTheStoreGrow() {
    TestNetwork network = new TestNetwork(1);
    CountingStore store = new CountingStore();
    Peer peer = network.join(store, OPTIONS);
    for (int i = 0; i < 5_000; i++) {
      overwrite(network, peer, i);
      long stored = entries(store, Table.COMMIT);
      long allowed = STORED_MAX + peer.replica.status().liveCommits();
      assertTrue(stored <= allowed, stored + " commits after " + i + ", allowed " + allowed);
      assertTrue(entries(store, Table.LOG) <= STORED_MAX);
    }
    assertTrue(entries(store, Table.COMMIT) >= LOG_ENTRIES, "the window is kept");
    assertTrue(entries(store, Table.LIVE) <= 10);
    assertTrue(store.changesMax < STORED_MAX, store.changesMax + " changes in one write");
  }

  @Test
  void neitherDoOverwritesOfOthers() {
    TestNetwork network = new TestNetwork(2);
    Peer a = network.join(new MemoryStore(), OPTIONS);
    Peer b = network.join(new MemoryStore(), OPTIONS);
    network.connect(a, b);
    network.settle();
    for (int i = 0; i < 1_500; i++) {
      overwrite(network, a, i);
      if (i % 10 == 0) {
        network.settle();
        long allowed = STORED_MAX + b.replica.status().liveCommits();
        assertTrue(entries(b.store, Table.COMMIT) <= allowed, "after " + i);
      }
    }
    network.settle();
    assertEquals(a.stateHash(), b.stateHash());
  }

  @Test
  void aLiveCommitOutlivesItsPlaceInTheLog() {
    TestNetwork network = new TestNetwork(3);
    Peer peer = network.join(new MemoryStore(), OPTIONS);
    peer.put("kept", Fields.builder().put("name", "kept").build());
    for (int i = 0; i < 1_000; i++) {
      overwrite(network, peer, i);
    }
    peer.reopen();
    assertNotNull(peer.get("kept"));
    Peer other = network.join();
    network.connect(peer, other);
    network.settle();
    assertEquals(peer.all(), other.all());
    // Overwritten at last, it goes with the log.
    peer.put("kept", Fields.builder().put("name", "other").build());
    for (int i = 0; i < 1_000; i++) {
      overwrite(network, peer, i);
    }
    long allowed = STORED_MAX + peer.replica.status().liveCommits();
    assertTrue(entries(peer.store, Table.COMMIT) <= allowed);
  }

  private static final long AGE_MILLIS = 1_600;

  private static final ReplicaOptions AGEING = ReplicaOptions.DEFAULTS.withLogMillisMax(AGE_MILLIS);

  /** What a log may have of a peer that makes a commit each millisecond. */
  private static final long AGED_MAX = AGE_MILLIS + AGE_MILLIS / 16 + 1;

  @Test
  void whatIsOlderThanTheWindowGoesWhileWritesGoOn() {
    TestNetwork network = new TestNetwork(4);
    CountingStore store = new CountingStore();
    Peer peer = network.join(store, AGEING);
    for (int i = 0; i < 8_000; i++) {
      overwrite(network, peer, i);
      if (i % 20 == 0) {
        long allowed = AGED_MAX + peer.replica.status().liveCommits();
        long stored = entries(store, Table.COMMIT);
        assertTrue(stored <= allowed, stored + " commits after " + i + ", allowed " + allowed);
        assertTrue(i < AGE_MILLIS || stored >= AGE_MILLIS - 1, "the window is kept: " + stored);
      }
    }
    assertTrue(store.changesMax < 400, store.changesMax + " changes in one write");
  }

  @Test
  void whatWasRemovedIsGoneInTimeThoughNothingHappens() {
    TestNetwork network = new TestNetwork(5);
    Peer peer = network.join(new MemoryStore(), AGEING);
    peer.put("secret", Fields.builder().put("number", 42).build());
    peer.put("kept", Fields.builder().put("number", 1).build());
    peer.submit(new Operation.Remove("secret"));
    assertEquals(3, entries(peer.store, Table.COMMIT));
    long start = network.nowMillis;
    // Closed and opened in between: what was noted is stored.
    network.nowMillis += AGE_MILLIS / 2;
    peer.reopen();
    network.settle();
    assertTrue(network.nowMillis - start <= AGED_MAX, "after " + (network.nowMillis - start));
    // What remains is the node that is there, and that the other was removed.
    assertEquals(2, entries(peer.store, Table.COMMIT));
    assertEquals(0, entries(peer.store, Table.LOG));
    Verification.Report report = Verification.run(peer.store, TestNetwork.SHA_256, Progress.NONE);
    assertTrue(report.isSound(), () -> "" + report.findings());
    peer.reopen();
    Peer other = network.join();
    network.connect(peer, other);
    network.settle();
    assertEquals(peer.all(), other.all());
    assertEquals(peer.stateHash(), other.stateHash());
  }

  @Test
  void whoWasAwayForLongerCatchesUp() {
    TestNetwork network = new TestNetwork(6);
    Peer a = network.join(new MemoryStore(), AGEING);
    Peer b = network.join(new MemoryStore(), AGEING);
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 60; i++) {
        overwrite(network, a, i);
        overwrite(network, b, 2 * i);
      }
      network.settle();
      network.nowMillis += round * AGE_MILLIS / 2;
      network.connect(a, b);
      network.settle();
      assertEquals(a.stateHash(), b.stateHash());
      assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
      network.disconnect(a, b);
    }
  }

  @Test
  void aLongLogIsCutInSteps() {
    TestNetwork network = new TestNetwork(7);
    CountingStore store = new CountingStore();
    Peer peer = network.join(store, new ReplicaOptions(100_000, 1_000));
    for (int i = 0; i < 12_000; i++) {
      network.nowMillis += 1;
      peer.replica.submit(
          List.of(new Operation.Put("n", Fields.builder().put("count", i).build())),
          network.nowMillis);
    }
    peer.flush();
    store.changesMax = 0;
    Peer shorter = network.join(store, AGEING.withLogMillisMax(1));
    network.nowMillis += 10;
    network.settle();
    assertEquals(0, entries(store, Table.LOG));
    assertEquals(1, entries(store, Table.COMMIT));
    assertTrue(store.changesMax < 5_000, store.changesMax + " changes in one write");
    assertEquals(1, shorter.replica.status().liveCommits());
  }

  @Test
  void aClockThatWasAheadDoesNotKeepThingsForLong() {
    TestNetwork network = new TestNetwork(8);
    Peer peer = network.join(new MemoryStore(), AGEING);
    network.nowMillis += 1_000_000_000;
    overwrite(network, peer, 1);
    network.nowMillis -= 1_000_000_000;
    overwrite(network, peer, 1);
    long start = network.nowMillis;
    network.settle();
    assertEquals(0, entries(peer.store, Table.LOG));
    assertTrue(network.nowMillis - start <= AGED_MAX);
  }
}
