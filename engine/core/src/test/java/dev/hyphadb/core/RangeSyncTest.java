package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two replicas that hold much in common and whose logs do not reach back to it. */
class RangeSyncTest {
  /** Hello, then Resume. */
  private static final int HANDSHAKE_HALF_TRIPS = 2;

  private static ReplicaOptions log(int entries) {
    return new ReplicaOptions(entries, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
  }

  private static Fields person(String name, int age) {
    return Fields.builder().put("name", name).put("age", age).build();
  }

  /** Two peers that hold the same nodes, one commit each, disconnected. */
  private static TestNetwork twoPeersWith(long seed, int nodes, int logEntries) {
    TestNetwork network = new TestNetwork(seed);
    Peer a = network.join(new MemoryStore(), log(logEntries));
    Peer b = network.join(new MemoryStore(), log(logEntries));
    for (int i = 0; i < nodes; i++) {
      network.nowMillis += i % 3;
      a.replica.submit(List.of(put(i, i)), network.nowMillis);
      if (i % 500 == 0) {
        a.flush();
      }
    }
    a.flush();
    network.connect(a, b);
    network.settle();
    assertSame(network);
    network.disconnect(a, b);
    network.bytesSent = 0;
    return network;
  }

  private static Operation.Put put(int node, int age) {
    return new Operation.Put("node-" + node, person("someone " + node, age));
  }

  private static void assertSame(TestNetwork network) {
    Peer first = network.peers.get(0);
    for (Peer peer : network.peers) {
      String message = peer.id + " " + peer.replica.status().rejections();
      assertEquals(first.stateHash(), peer.stateHash(), message);
      assertEquals(first.replica.status().liveCommits(), peer.replica.status().liveCommits());
      assertTrue(peer.replica.status().isSynced(), message);
      assertEquals(Map.of(), peer.replica.status().rejections());
    }
    assertEquals(first.all(), network.peers.get(1).all());
  }

  /** Round trips after Hello and Resume until the hashes are equal. */
  private static double roundTrips(TestNetwork network) {
    Peer a = network.peers.get(0);
    Peer b = network.peers.get(1);
    int halves = 0;
    while (!a.stateHash().equals(b.stateHash())) {
      network.deliverAllOnce();
      assertTrue(++halves < 100, "no end");
    }
    return Math.max(0, halves - HANDSHAKE_HALF_TRIPS) / 2.0;
  }

  private static long deltaBytes(int nodes, int changes) {
    TestNetwork network = twoPeersWith(1, nodes, 100_000);
    change(network.peers.get(0), network, nodes, changes);
    network.connect(network.peers.get(0), network.peers.get(1));
    network.settle();
    assertSame(network);
    return network.bytesSent;
  }

  private static void change(Peer peer, TestNetwork network, int nodes, int changes) {
    for (int i = 0; i < changes; i++) {
      network.nowMillis += 20;
      peer.submit(put((int) (i * 7919L % nodes), 100_000 + i));
    }
  }

  @Test
  void costFollowsTheDifferenceWhicheverSideMissedIt() {
    for (int[] run : new int[][] {{20_000, 100}, {10_000, 2000}}) {
      long delta = deltaBytes(run[0], run[1]);
      for (int writer = 0; writer < 2; writer++) {
        TestNetwork network = twoPeersWith(2, run[0], 50);
        change(network.peers.get(writer), network, run[0], run[1]);
        network.connect(network.peers.get(0), network.peers.get(1));
        double trips = roundTrips(network);
        network.settle();
        assertSame(network);
        String figures =
            run[1]
                + " of "
                + run[0]
                + ": "
                + network.bytesSent
                + " bytes, delta "
                + delta
                + ", round trips "
                + trips;
        assertTrue(network.bytesSent <= delta + 12_000, figures);
        assertTrue(trips <= 4 || run[1] > 100, figures);
      }
    }
  }

  @Test
  void bothSidesChangedBeyondTheirLogs() {
    for (long seed = 0; seed < 6; seed++) {
      TestNetwork network = twoPeersWith(seed, 5000, 50);
      for (int i = 0; i < 2; i++) {
        change(network.peers.get(i), network, 5000 - i * 1000, 300);
        network.peers.get(i).submit(new Operation.Remove("node-" + (i + 17)));
      }
      network.connect(network.peers.get(0), network.peers.get(1));
      network.settle();
      assertSame(network);
      assertTrue(network.bytesSent < 60_000, network.bytesSent + " bytes, seed " + seed);
    }
  }

  @Test
  void oldDifferencesAreFoundToo() {
    // The others' old commits reach one side late: nothing new points to them.
    TestNetwork network = twoPeersWith(3, 20_000, 50);
    Peer a = network.peers.get(0);
    Peer c = network.join(new MemoryStore(), log(50));
    long now = network.nowMillis;
    network.nowMillis -= 10_000;
    for (int i = 0; i < 60; i++) {
      c.submit(new Operation.Put("old-" + i, person("old", i)));
    }
    network.nowMillis = now;
    network.connect(a, c);
    network.settle();
    network.disconnect(a, c);
    network.bytesSent = 0;
    network.connect(a, network.peers.get(1));
    network.settle();
    network.peers.remove(c);
    assertSame(network);
    assertTrue(network.bytesSent < 30_000, network.bytesSent + " bytes");
  }

  @Test
  void writesGoOnMeanwhile() {
    for (long seed = 0; seed < 10; seed++) {
      TestNetwork network = twoPeersWith(seed, 3000, 50);
      change(network.peers.get(0), network, 3000, 400);
      change(network.peers.get(1), network, 2000, 200);
      network.connect(network.peers.get(0), network.peers.get(1));
      for (int i = 0; i < 300; i++) {
        if (i % 3 == 0) {
          network.nowMillis += 1;
          network.peers.get(i % 2).submit(put(network.random.nextInt(4000), i));
        }
        network.deliverOne();
      }
      network.settle();
      assertSame(network);
    }
  }

  @Test
  void connectionsBreakInTheMiddleAgainAndAgain() {
    for (long seed = 0; seed < 10; seed++) {
      TestNetwork network = twoPeersWith(seed, 3000, 50);
      Peer a = network.peers.get(0);
      Peer b = network.peers.get(1);
      change(a, network, 3000, 500);
      change(b, network, 2000, 500);
      for (int attempt = 0; attempt < 25; attempt++) {
        network.connect(a, b);
        int deliveries = network.random.nextInt(14);
        for (int i = 0; i < deliveries; i++) {
          network.deliverOne();
        }
        network.disconnect(a, b);
        change(network.random.nextBoolean() ? a : b, network, 3000, network.random.nextInt(80));
        if (network.random.nextInt(4) == 0) {
          a.reopen();
        }
      }
      network.connect(a, b);
      network.settle();
      assertSame(network);
    }
  }
}
