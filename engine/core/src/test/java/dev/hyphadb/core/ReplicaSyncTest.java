package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaSyncTest {
  private static Fields person(String name, int age) {
    return Fields.builder().put("name", name).put("age", age).build();
  }

  private static void assertEqual(Peer a, Peer b) {
    assertEquals(a.stateHash(), b.stateHash());
    assertEquals(a.all(), b.all());
    assertEquals(a.replica.status().liveCommits(), b.replica.status().liveCommits());
  }

  @Test
  void aPutReachesTheOtherPeer() {
    TestNetwork network = new TestNetwork(1);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    network.settle();
    a.put("alice", person("Alice", 31));
    network.settle();
    assertEquals(person("Alice", 31), b.get("alice").value());
    assertTrue(a.replica.status().isSynced());
    assertTrue(b.replica.status().isSynced());
    assertEqual(a, b);
  }

  @Test
  void concurrentEditsOfDifferentFieldsBothSurvive() {
    TestNetwork network = new TestNetwork(2);
    Peer a = network.join();
    Peer b = network.join();
    a.put("alice", person("Alice", 31));
    network.connect(a, b);
    network.settle();
    network.disconnect(a, b);
    a.put("alice", person("Alicia", 31));
    b.put("alice", person("Alice", 32));
    network.connect(a, b);
    network.settle();
    assertEquals(person("Alicia", 32), a.get("alice").value());
    assertEqual(a, b);
  }

  @Test
  void concurrentEditsOfOneFieldAgree() {
    TestNetwork network = new TestNetwork(3);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    a.put("alice", person("A", 1));
    b.put("alice", person("B", 2));
    network.settle();
    assertEqual(a, b);
  }

  @Test
  void removalKillsEdgesAndOlderWrites() {
    TestNetwork network = new TestNetwork(4);
    Peer a = network.join();
    Peer b = network.join();
    a.put("alice", person("Alice", 31));
    a.put("bob", person("Bob", 20));
    a.submit(new Operation.Link("alice", "bob"), new Operation.Link("bob", "alice"));
    network.connect(a, b);
    network.settle();
    assertEquals(List.of("bob"), b.get("alice").edges());
    network.disconnect(a, b);
    b.put("bob", person("Bob", 21));
    network.nowMillis += 5;
    a.submit(new Operation.Remove("bob"));
    network.connect(a, b);
    network.settle();
    assertNull(b.get("bob"));
    assertEquals(List.of(), b.get("alice").edges());
    assertEqual(a, b);
    b.put("bob", person("Bob", 22));
    network.settle();
    assertEquals(person("Bob", 22), a.get("bob").value());
    assertEquals(List.of(), a.get("bob").edges());
    assertEqual(a, b);
  }

  @Test
  void catchesUpFromTheLogAndBeyondIt() {
    TestNetwork network = new TestNetwork(5);
    ReplicaOptions options =
        new ReplicaOptions(1000, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    Peer a = network.join(new MemoryStore(), options);
    Peer b = network.join(new MemoryStore(), options);
    network.connect(a, b);
    for (int missed : new int[] {300, 3000}) {
      network.disconnect(a, b);
      for (int i = 0; i < missed; i++) {
        a.put("n" + (i % 2500), person("n", i));
      }
      b.put("own", person("own", missed));
      network.connect(a, b);
      network.settle();
      assertEqual(a, b);
      assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
    }
  }

  @Test
  void catchingUpCostsWhatChanged() {
    TestNetwork network = new TestNetwork(6);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    for (int i = 0; i < 10_000; i++) {
      a.submit(new Operation.Put("node-" + i, person("someone " + i, i)));
    }
    for (int i = 0; i < 50; i++) {
      network.settle();
    }
    assertEqual(a, b);
    network.disconnect(a, b);
    for (int i = 0; i < 100; i++) {
      a.put("node-" + i * 37, person("someone " + i * 37, i + 100_000));
    }
    network.bytesSent = 0;
    network.connect(a, b);
    network.settle();
    assertEqual(a, b);
    assertTrue(network.bytesSent <= 3000, network.bytesSent + " bytes for 100 changes");
  }

  /** Questions about what the other holds must not pile up before their answers arrive. */
  @Test
  void aSlowLineIsNotFilledWithStatuses() {
    TestNetwork network = new TestNetwork(13);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    network.settle();
    long ahead = 3 * 3_600_000;
    int frameMillis = 400;
    for (int i = 0; i < 400; i++) {
      // What a says waits at b, so that the two do not become equal.
      network.nowMillis += ahead;
      a.put("a" + i, person("A", i));
      network.nowMillis -= ahead;
      b.put("b" + i, person("B", i));
      passMillis(network, frameMillis / 2);
      if (i % 2 == 1) {
        deliver(network, a, b, 1);
        deliver(network, b, a, 1);
      }
    }
    int frames = 0;
    while (!(a.inbox.get(b.id).isEmpty() && b.inbox.get(a.id).isEmpty())) {
      deliver(network, a, b, 1);
      deliver(network, b, a, 1);
      passMillis(network, frameMillis);
      frames += 2;
      assertTrue(
          frames < 1_800, "800 commits and their acknowledgements have arrived, what is left?");
    }
  }

  private static void passMillis(TestNetwork network, long millis) {
    network.nowMillis += millis;
    network.peers.forEach(Peer::flush);
  }

  @Test
  void reopenedReplicaEqualsTheOneBefore() {
    TestNetwork network = new TestNetwork(7);
    Peer a = network.join();
    a.put("alice", person("Alice", 31));
    String before = a.stateHash();
    List<?> nodes = a.all();
    a.reopen();
    assertEquals(before, a.stateHash());
    assertEquals(nodes, a.all());
    Peer b = network.join();
    network.connect(a, b);
    a.put("alice", person("Alice", 32));
    network.settle();
    assertEqual(a, b);
  }

  @Test
  void whatAPeerLostIsFoundMissingEvenIfItIsBusyWhenToldSo() {
    TestNetwork network = new TestNetwork(12);
    Peer a = network.join();
    Peer b = network.join();
    Peer c = network.join();
    long hours = 3 * 3_600_000;
    network.nowMillis += hours;
    a.put("early", person("Early", 1));
    network.nowMillis -= hours;
    network.connect(a, b);
    for (int i = 0; i < 200 && network.deliverOne(); i++) {}
    network.disconnect(a, b);
    // What waited for its time is lost; the log it came from counts as read.
    WriteBatch loss = new WriteBatch();
    loss.deleteRange(Table.FUTURE, new byte[1], new byte[] {127});
    b.store.write(loss);
    b.reopen();
    network.nowMillis += hours;
    // Both get the same from somebody who does not have what was lost.
    c.put("both", person("Both", 2));
    network.connect(c, a);
    deliver(network, c, a, 1);
    deliver(network, a, c, 2);
    deliver(network, c, a, 9);
    network.disconnect(c, a);
    assertNotNull(a.get("both"));
    network.connect(a, b);
    deliver(network, a, b, 1);
    deliver(network, b, a, 9);
    network.connect(b, c);
    for (int i = 0; i < 4; i++) {
      deliver(network, b, c, 9);
      deliver(network, c, b, 9);
    }
    assertNotNull(b.get("both"));
    network.nowMillis += 1000;
    a.flush();
    deliver(network, a, b, 9);
    network.settle();
    assertNotNull(b.get("early"));
    assertEqual(a, b);
  }

  private static void deliver(TestNetwork network, Peer from, Peer to, int framesMax) {
    for (int i = 0; i < framesMax && !to.inbox.get(from.id).isEmpty(); i++) {
      to.replica.receive(from.id, to.inbox.get(from.id).poll(), network.nowMillis);
      to.flush();
    }
  }

  @Test
  void aRoundOfLargeCommitsMayExceedTheLog() {
    TestNetwork network = new TestNetwork(11);
    ReplicaOptions options = new ReplicaOptions(5, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    Peer a = network.join(new MemoryStore(), options);
    for (int i = 0; i < 100; i++) {
      Fields large = Fields.of("text", Value.of("x".repeat(20_000) + i));
      a.replica.submit(List.of(new Operation.Put("n" + i % 10, large)), network.nowMillis);
    }
    a.flush();
    Peer b = network.join(new MemoryStore(), options);
    network.connect(a, b);
    network.settle();
    assertEquals(10, b.all().size());
    assertEqual(a, b);
  }

  @Test
  void randomHistoriesConverge() {
    for (long seed = 0; seed < 60; seed++) {
      randomHistoryConverges(seed);
    }
  }

  private static void randomHistoryConverges(long seed) {
    TestNetwork network = new TestNetwork(seed);
    Random random = network.random;
    ReplicaOptions options =
        new ReplicaOptions(1 + random.nextInt(80), ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    for (int i = 0; i < 3; i++) {
      network.join(new MemoryStore(), options);
    }
    boolean[][] connected = new boolean[3][3];
    for (int step = 0; step < 400; step++) {
      network.nowMillis += random.nextInt(3);
      int dice = random.nextInt(100);
      int x = random.nextInt(3);
      int y = (x + 1 + random.nextInt(2)) % 3;
      Peer peer = network.peers.get(x);
      if (dice < 50) {
        peer.submit(randomOperations(random));
      } else if (dice < 54) {
        if (connected[x][y] || connected[y][x]) {
          network.disconnect(peer, network.peers.get(y));
        } else {
          network.connect(peer, network.peers.get(y));
        }
        connected[x][y] = connected[y][x] = !(connected[x][y] || connected[y][x]);
      } else {
        network.deliverOne();
      }
    }
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      network.disconnect(network.peers.get(i), network.peers.get(j));
      network.connect(network.peers.get(i), network.peers.get(j));
    }
    network.settle();
    for (Peer peer : network.peers) {
      String message = "seed " + seed;
      assertEquals(network.peers.get(0).stateHash(), peer.stateHash(), message);
      assertEquals(network.peers.get(0).all(), peer.all(), message);
      assertTrue(peer.replica.status().isSynced(), message);
      assertEquals(Map.of(), peer.replica.status().rejections(), message);
      String before = peer.stateHash();
      peer.reopen();
      assertEquals(before, peer.stateHash(), message);
    }
  }

  private static Operation[] randomOperations(Random random) {
    Operation[] operations = new Operation[1 + random.nextInt(3)];
    for (int i = 0; i < operations.length; i++) {
      String id = "n" + random.nextInt(6);
      String other = "n" + random.nextInt(6);
      operations[i] =
          switch (random.nextInt(8)) {
            case 0 -> new Operation.Remove(id);
            case 1, 2 -> new Operation.Link(id, other);
            case 3 -> new Operation.Unlink(id, other);
            default -> {
              Fields.Builder fields = Fields.builder();
              for (String name : List.of("a", "b", "c")) {
                if (random.nextBoolean()) {
                  fields.put(name, Value.of(random.nextInt(4)));
                }
              }
              yield new Operation.Put(id, fields.build());
            }
          };
    }
    return operations;
  }

  @Test
  void garbageIsCountedAndHarmless() {
    long seed = 8;
    TestNetwork network = new TestNetwork(seed);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    a.put("alice", person("Alice", 31));
    network.settle();
    String before = a.stateHash();
    for (int i = 0; i < 500; i++) {
      PeerId stranger = new PeerId(String.format("%064x", 1000 + i / 10));
      if (i % 10 == 0) {
        a.replica.connect(stranger);
      }
      byte[] garbage = new byte[network.random.nextInt(200)];
      network.random.nextBytes(garbage);
      if (garbage.length > 0) {
        garbage[0] &= 3;
      }
      a.replica.receive(stranger, garbage, network.nowMillis);
    }
    a.replica.flush(network.nowMillis);
    long counted =
        a.replica.status().rejections().values().stream().mapToLong(Long::longValue).sum();
    assertTrue(counted > 100, a.replica.status().rejections().toString());
    assertEquals(before, a.stateHash());
    assertFalse(a.all().isEmpty());
  }

  @Test
  void bothKnowThatTheyAreEqualAfterACommitFromTheFutureHasWaited() {
    TestNetwork network = new TestNetwork(10);
    Peer a = network.join();
    Peer b = network.join();
    network.nowMillis += 3 * 3_600_000;
    a.put("early", person("Early", 1));
    network.nowMillis -= 3 * 3_600_000;
    network.connect(a, b);
    network.settle();
    assertEqual(a, b);
    assertTrue(a.replica.status().isSynced());
    assertTrue(b.replica.status().isSynced());
  }

  @Test
  void aCommitFromTheFutureWaits() {
    TestNetwork network = new TestNetwork(9);
    Peer a = network.join();
    Peer b = network.join();
    long hour = 3_600_000;
    network.nowMillis += 3 * hour;
    a.put("early", person("Early", 1));
    network.nowMillis -= 3 * hour;
    network.connect(a, b);
    for (int i = 0; i < 200 && network.deliverOne(); i++) {}
    assertNull(b.get("early"));
    network.nowMillis += hour + 1;
    b.flush();
    assertNotNull(b.get("early"));
    assertEqual(a, b);
  }

  @Test
  void aClockThatIsSetBackDoesNotDelayWhatIsDue() {
    TestNetwork network = new TestNetwork(10);
    Peer a = network.join();
    Peer b = network.join();
    network.connect(a, b);
    network.settle();
    a.put("alice", person("Alice", 31));
    for (int i = 0; i < 200 && network.deliverOne(); i++) {}
    long hour = 3_600_000;
    network.nowMillis -= 3 * hour;
    long before = network.nowMillis;
    b.flush();
    a.flush();
    for (int i = 0; i < 200 && network.deliverOne(); i++) {}
    assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
    assertEquals(before, network.nowMillis);
    assertEquals(Long.MAX_VALUE, a.replica.deadlineMillis());
    assertEquals(Long.MAX_VALUE, b.replica.deadlineMillis());
  }
}
