package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two instances that work under one replica id, because one's store is a copy of the other's. */
class CopiedStoreTest {
  private static Fields named(String name) {
    return Fields.of("name", Value.of(name));
  }

  private static Store copy(Store store) {
    WriteBatch everything = new WriteBatch();
    for (Table table : Table.values()) {
      try (Store.Cursor cursor = store.scan(table, null, null)) {
        while (cursor.next()) {
          everything.put(table, cursor.key(), cursor.value());
        }
      }
    }
    Store copy = new MemoryStore();
    copy.write(everything);
    return copy;
  }

  private static ReplicaId id(Peer peer) {
    return peer.replica.status().replica();
  }

  /** An original and a copy, not connected. */
  private static TestNetwork originalAndCopy(long seed) {
    TestNetwork network = new TestNetwork(seed);
    Peer original = network.join();
    original.put("a", named("A"));
    original.put("b", named("B"));
    Peer copied = network.join(copy(original.store), ReplicaOptions.DEFAULTS);
    assertEquals(id(original), id(copied));
    return network;
  }

  @Test
  void oneOfTwoTakesAnotherIdAndNothingIsLost() {
    for (int seed = 0; seed < 50; seed++) {
      TestNetwork network = originalAndCopy(seed);
      Peer original = network.peers.get(0);
      Peer copied = network.peers.get(1);
      ReplicaId shared = id(original);
      int more = seed % 3;
      original.put("of the original", named("O"));
      copied.put("of the copy", named("C"));
      for (int i = 0; i < more; i++) {
        copied.put("more " + i, named("M"));
      }
      network.connect(original, copied);
      network.settle();
      assertNotEquals(id(original), id(copied), "seed " + seed);
      assertTrue(id(original).equals(shared) || id(copied).equals(shared), "seed " + seed);
      assertEquals(5 + more - 1, original.all().size());
      assertEquals(original.stateHash(), copied.stateHash());
      original.put("a", named("A2"));
      copied.put("b", named("B2"));
      network.settle();
      assertEquals(named("A2"), copied.get("a").value());
      assertEquals(named("B2"), original.get("b").value());
      Set<ReplicaId> ids = new HashSet<>(List.of(id(original), id(copied)));
      original.reopen();
      copied.reopen();
      assertEquals(ids, Set.of(id(original), id(copied)));
      assertEquals(original.stateHash(), copied.stateHash());
    }
  }

  /** Whose commit of the number that both used is dead and forgotten, has the other's only. */
  @Test
  void aStoreWithTheOthersCommitOfTheSameNumberIsSound() {
    for (int seed = 0; seed < 20; seed++) {
      TestNetwork network = new TestNetwork(seed);
      ReplicaOptions shortLog =
          new ReplicaOptions(1, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
      Peer original = network.join(new MemoryStore(), shortLog);
      original.put("a", named("A"));
      Peer copied = network.join(copy(original.store), shortLog);
      original.put("of the original", named("O"));
      copied.put("of the copy", named("C"));
      network.connect(original, copied);
      network.settle();
      Peer third = network.join(new MemoryStore(), shortLog);
      network.connect(original, third);
      network.connect(copied, third);
      network.settle();
      for (int i = 0; i < 100; i++) {
        third.put(seed % 2 == 0 ? "of the original" : "of the copy", named("N" + i));
        network.settle();
      }
      for (Peer peer : network.peers) {
        Verification.Report report =
            Verification.run(peer.store, TestNetwork.SHA_256, (done, of) -> {});
        assertEquals(List.of(), report.findings(), "seed " + seed);
      }
    }
  }

  @Test
  void theOwnerHearsOfIt() {
    TestNetwork network = originalAndCopy(1);
    Peer original = network.peers.get(0);
    Peer copied = network.peers.get(1);
    ReplicaId shared = id(original);
    copied.put("of the copy", named("C"));
    network.connect(original, copied);
    network.settle();
    ReplicaFork fork = original.fork;
    assertNotNull(fork);
    assertEquals(shared, fork.former());
    assertEquals(id(original), fork.current());
    assertEquals(shared, id(copied));
  }

  @Test
  void aRestoredStoreGoesOnUnderAnotherId() {
    TestNetwork network = new TestNetwork(2);
    Peer a = network.join();
    Peer b = network.join();
    a.put("a", named("A"));
    Store backup = copy(a.store);
    a.put("late", named("L"));
    network.connect(a, b);
    network.settle();
    network.disconnect(a, b);
    Peer restored = network.join(backup, ReplicaOptions.DEFAULTS);
    network.connect(restored, b);
    network.settle();
    // What it wrote before it was set back came back as a commit that it does not know.
    assertNotEquals(id(a), id(restored));
    assertNotNull(restored.get("late"));
    restored.put("new", named("N"));
    network.settle();
    assertNotNull(b.get("new"));
    assertEquals(b.stateHash(), restored.stateHash());
  }

  @Test
  void whatWasForgottenIsNoFork() {
    TestNetwork network = new TestNetwork(3);
    ReplicaOptions shortLog = new ReplicaOptions(1, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    Peer a = network.join(new MemoryStore(), shortLog);
    Peer b = network.join(new MemoryStore(), shortLog);
    a.put("a", named("A"));
    network.connect(a, b);
    network.settle();
    network.disconnect(a, b);
    ReplicaId before = id(a);
    for (int i = 0; i < 400; i++) {
      a.put("a", named("A" + i));
    }
    // b still holds, and sends, what a has overwritten and forgotten.
    network.connect(a, b);
    network.settle();
    assertEquals(before, id(a));
    assertEquals(a.stateHash(), b.stateHash());
  }
}
