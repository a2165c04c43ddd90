package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static final long NONE = Long.MAX_VALUE;

  private final TestNetwork network = new TestNetwork(31);
  private final Peer flooder = network.join();
  private final Peer node = network.join();
  private final Peer other = network.join();
  private int writes;

  private void put(Peer peer, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      peer.put(prefix + i, Fields.of("n", Value.of(++writes)));
    }
  }

  private void connect() {
    network.connect(flooder, node);
    network.connect(other, node);
    network.settle();
  }

  private void assertSynced() {
    for (Peer peer : network.peers) {
      assertTrue(peer.replica.status().isSynced(), "synced: " + peer.id);
    }
  }

  private long refused(String reason) {
    return node.replica.status().refusals().getOrDefault(reason, 0L);
  }

  @Test
  void newNodesBeyondTheNumberAreRefusedAndTheOldOnesLiveOn() {
    node.replica.limit(new Quotas(10, NONE, NONE, NONE));
    connect();
    put(other, "o", 5);
    network.settle();
    put(flooder, "f", 100);
    network.settle();
    assertEquals(10, node.all().size());
    assertEquals(95, refused("quota-nodes"));
    put(other, "o", 5);
    other.submit(new Operation.Remove("o0"));
    network.settle();
    assertNull(node.get("o0"));
    assertEquals(other.get("o4"), node.get("o4"));
    assertSynced();
    long bytes = network.bytesSent;
    network.disconnect(flooder, node);
    network.connect(flooder, node);
    network.settle();
    assertSynced();
    assertTrue(network.bytesSent - bytes < 30_000, "sent again: " + (network.bytesSent - bytes));
  }

  @Test
  void oneSenderCannotUseUpWhatOthersMaySend() {
    node.replica.limit(new Quotas(NONE, 50, NONE, NONE));
    connect();
    put(flooder, "f", 200);
    put(other, "o", 40);
    network.settle();
    assertEquals(150, refused("quota-sender"));
    assertNotNull(node.get("o39"));
    assertEquals(90, node.all().size());
    assertSynced();
    network.nowMillis += 3_600_000;
    put(flooder, "g", 20);
    network.settle();
    assertNotNull(node.get("g19"));
  }

  @Test
  void bytesCountToo() {
    node.replica.limit(new Quotas(NONE, NONE, 50_000, NONE));
    connect();
    for (int i = 0; i < 20; i++) {
      flooder.put("f" + i, Fields.of("n", Value.of(i + "x".repeat(10_000))));
    }
    network.settle();
    assertEquals(16, refused("quota-sender"));
    assertSynced();
  }

  @Test
  void whoSendsTooFastHasToWaitAndLosesNothing() {
    node.replica.limit(new Quotas(NONE, NONE, NONE, 600));
    connect();
    long start = network.nowMillis;
    put(flooder, "f", 1_800);
    put(other, "o", 100);
    while (network.deliverOne()) {}
    assertNotNull(node.get("o99"), "the flooder holds up others");
    assertTrue(node.all().size() < 1_900);
    network.settle();
    assertEquals(1_900, node.all().size());
    assertEquals(0, node.replica.status().refusedCommits());
    long minutes = (network.nowMillis - start) / 60_000;
    assertTrue(minutes >= 2 && minutes <= 3, "took " + minutes + " minutes");
    assertSynced();
  }

  @Test
  void whatWaitedForItsTimeOrAVerdictIsHeldAgainstThemToo() {
    node.replica.limit(new Quotas(10, NONE, NONE, NONE));
    network.nowMillis += 3 * 3_600_000L;
    put(flooder, "f", 20);
    network.nowMillis -= 3 * 3_600_000L;
    connect();
    assertEquals(20, flooder.all().size());
    assertEquals(10, node.all().size());
    node.replica.limit(new Quotas(15, NONE, NONE, NONE));
    node.use(Screening.Proposal::operations);
    node.isSlow = true;
    for (int i = 0; i < 20; i++) {
      Operation put = new Operation.Put("o" + i, Fields.of("n", Value.of(++writes)));
      other.replica.submit(List.of(put), network.nowMillis);
    }
    other.flush();
    network.settle();
    assertEquals(20, node.undecided.proposals().size());
    node.decideWhatWaits();
    network.settle();
    assertEquals(15, node.all().size());
    assertSynced();
  }

  @Test
  void aFullStoreTakesRemovals() {
    connect();
    put(flooder, "f", 5);
    network.settle();
    node.replica.setFull(true);
    put(flooder, "g", 5);
    flooder.submit(new Operation.Remove("f0"));
    network.settle();
    assertNull(node.get("g0"));
    assertNull(node.get("f0"));
    assertEquals(5, refused("quota-size"));
    assertSynced();
    node.replica.setFull(false);
    node.replica.reconsider();
    node.flush();
    network.settle();
    assertNotNull(node.get("g0"));
    assertSynced();
  }
}
