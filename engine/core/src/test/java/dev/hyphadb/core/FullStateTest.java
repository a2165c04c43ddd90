package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stream of all live commits to a peer that has none, and what a cut does to it. */
class FullStateTest {
  private static final int NODES = 20_000;

  /** What a sender has on the way at most, in commits of this size: 1 MiB and a message. */
  private static final int WINDOW_COMMITS = 8_000;

  private static TestNetwork.Peer filled(TestNetwork network) {
    TestNetwork.Peer peer = network.join(new MemoryStore(), new ReplicaOptions(10, 1000));
    for (int i = 0; i < NODES; i++) {
      network.nowMillis++;
      peer.replica.submit(
          List.of(
              new Operation.Put(
                  "node " + i,
                  Fields.of("text", Value.of("some text that is not the same each time " + i)))),
          network.nowMillis);
      if (i % 100 == 0) {
        peer.flush();
      }
    }
    peer.flush();
    return peer;
  }

  private static long onTheWay(TestNetwork.Peer to, TestNetwork.Peer from) {
    Deque<byte[]> queue = to.inbox.get(from.id);
    return queue.stream().mapToLong(frame -> frame.length).sum();
  }

  /** The peer is at work while the sender makes the next, and what others want need not wait. */
  @Test
  void aWindowIsFilledInTurnsAndNotInOneGo() {
    TestNetwork network = new TestNetwork(1);
    TestNetwork.Peer sender = filled(network);
    TestNetwork.Peer joiner = network.join();
    network.connect(sender, joiner);
    while (joiner.replica.status().liveCommits() == 0) {
      assertTrue(network.deliverOne(), "nothing is on the way");
    }
    long most = sender.mostBytesAtOnce;
    assertTrue(most < 64 << 10, most + " bytes at once");
    long filled = onTheWay(joiner, sender);
    assertTrue(filled > 2 * most, filled + " bytes on the way, of those at once " + most);
  }

  @Test
  void aStreamThatIsCutGoesOnWhereItWas() {
    long seed = System.nanoTime();
    System.out.println("FullStateTest seed " + seed);
    TestNetwork network = new TestNetwork(seed);
    TestNetwork.Peer sender = filled(network);
    TestNetwork.Peer joiner = network.join();
    for (int cut = 1; cut <= 4; cut++) {
      long before = joiner.replica.status().liveCommits();
      network.connect(sender, joiner);
      while (joiner.replica.status().liveCommits() < before + NODES / 6) {
        assertTrue(network.deliverOne(), "seed " + seed + ": nothing is on the way");
        assertTrue(onTheWay(joiner, sender) < 2 << 20, "seed " + seed);
      }
      network.disconnect(sender, joiner);
      // What counts is what is in the store.
      joiner.reopen();
      sender.reopen();
    }
    long held = joiner.replica.status().liveCommits();
    assertTrue(held < NODES, "seed " + seed + ": " + held);
    network.connect(sender, joiner);
    network.settle();
    assertEquals(sender.stateHash(), joiner.stateHash(), "seed " + seed);
    SyncReport received = joiner.reports.getLast();
    assertEquals(NODES - held, received.commitsReceived(), "seed " + seed);
    assertEquals(0, received.commitsSent(), "seed " + seed);
    assertEquals(SyncReport.Way.STREAM, sender.reports.getLast().way(), "seed " + seed);
  }

  @Test
  void aStreamGoesOnAlsoWhereTheSenderWritesMeanwhile() {
    long seed = System.nanoTime();
    System.out.println("FullStateTest writing, seed " + seed);
    TestNetwork network = new TestNetwork(seed);
    TestNetwork.Peer sender = filled(network);
    TestNetwork.Peer joiner = network.join();
    network.connect(sender, joiner);
    while (joiner.replica.status().liveCommits() < NODES / 2) {
      assertTrue(network.deliverOne(), "seed " + seed + ": nothing is on the way");
    }
    network.disconnect(sender, joiner);
    long held = joiner.replica.status().liveCommits();
    for (int i = 0; i < 500; i++) {
      network.nowMillis++;
      // Overwrites some that were sent, some that were not; adds others.
      sender.put("node " + network.random.nextInt(2 * NODES), Fields.of("n", Value.of(i)));
    }
    network.connect(sender, joiner);
    network.settle();
    assertEquals(sender.stateHash(), joiner.stateHash(), "seed " + seed);
    long received = joiner.reports.getLast().commitsReceived();
    assertTrue(
        received < NODES - held + 1000 + WINDOW_COMMITS, "seed " + seed + ": received " + received);
  }
}
