package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FutureCommitsTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = 1_700_000_000_000L;
  private static final long DRIFT = 2 * HOUR;
  private static final CommitCodec CODEC = new CommitCodec(TestNetwork.SHA_256);
  private static final PeerId ALICE = new PeerId("a".repeat(64));
  private static final PeerId CAROL = new PeerId("c".repeat(64));
  private static final PeerId BOB = new PeerId("b".repeat(64));

  private static VerifiedCommit commit(long physicalMillis, int textLength) {
    long hlc = new Timestamp(physicalMillis, 0).packed();
    Fields fields = Fields.of("text", Value.of("x".repeat(textLength)));
    Mutation set = new Mutation.Set("n" + physicalMillis, fields, List.of());
    ReplicaId replica = new ReplicaId(new byte[ReplicaId.LENGTH]);
    return CODEC.seal(new Commit(replica, 1, hlc, null, null, List.of(set)));
  }

  private static FutureCommits open(Store store) {
    return new FutureCommits(store, CODEC, DRIFT);
  }

  private static void flush(FutureCommits future, Store store) {
    WriteBatch batch = new WriteBatch();
    future.flush(batch);
    store.write(batch);
  }

  @Test
  void comeOutInOrderWhenTheirTimeHasComeAndAfterARestart() {
    Store store = new MemoryStore();
    FutureCommits future = open(store);
    long[] ahead = {5 * HOUR, 3 * HOUR, 4 * HOUR};
    for (long millis : ahead) {
      assertTrue(future.isAhead(commit(NOW + millis, 1).key(), NOW));
      assertNull(future.keep(commit(NOW + millis, 1), ALICE));
    }
    assertFalse(future.isAhead(commit(NOW + DRIFT, 1).key(), NOW));
    flush(future, store);
    future = open(store);
    assertEquals(3, future.size());
    assertTrue(future.holds(commit(NOW + 4 * HOUR, 1).key()));
    assertEquals(NOW + HOUR, future.deadlineMillis());
    assertNull(future.pollDue(NOW + HOUR - 1));
    assertEquals(commit(NOW + 3 * HOUR, 1).id(), future.pollDue(NOW + 2 * HOUR).id());
    assertEquals(commit(NOW + 4 * HOUR, 1).id(), future.pollDue(NOW + 2 * HOUR).id());
    assertNull(future.pollDue(NOW + 2 * HOUR));
    flush(future, store);
    assertEquals(1, open(store).size());
  }

  @Test
  void onePeerDoesNotFillIt() {
    FutureCommits future = open(new MemoryStore());
    for (int i = 0; i < FutureCommits.COMMITS_OF_PEER_MAX; i++) {
      assertNull(future.keep(commit(NOW + 3 * HOUR + i, 1), ALICE));
    }
    VerifiedCommit more = commit(NOW + 3 * HOUR - 1, 1);
    assertEquals("quarantine-full", future.keep(more, ALICE));
    assertNull(future.keep(more, BOB));
    future.forget(ALICE);
    assertNull(future.keep(commit(NOW + 3 * HOUR - 2, 1), ALICE));
  }

  @Test
  void theOneFurthestAheadMakesRoom() {
    FutureCommits future = open(new MemoryStore());
    for (int i = 0; i < FutureCommits.COMMITS_MAX; i++) {
      PeerId sender = new PeerId(String.format("%064x", i / 1000));
      assertNull(future.keep(commit(NOW + 4 * HOUR + i, 1), sender));
    }
    VerifiedCommit last = commit(NOW + 4 * HOUR + FutureCommits.COMMITS_MAX - 1, 1);
    assertEquals("quarantine-full", future.keep(commit(NOW + 9 * HOUR, 1), ALICE));
    assertNull(future.keep(commit(NOW + 3 * HOUR, 1), ALICE));
    assertEquals(FutureCommits.COMMITS_MAX, future.size());
    assertFalse(future.holds(last.key()));
    assertTrue(future.holds(commit(NOW + 3 * HOUR, 1).key()));
  }

  @Test
  void bytesAreBoundedToo() {
    FutureCommits future = open(new MemoryStore());
    int large = 2 << 20;
    int kept = 0;
    while (future.keep(commit(NOW + 4 * HOUR + kept, large), ALICE) == null) {
      kept++;
    }
    assertEquals(FutureCommits.BYTES_OF_PEER_MAX / large - 1, kept);
    for (int i = 0; i < 30; i++) {
      future.keep(commit(NOW + 4 * HOUR - 1 - i, large), i % 2 == 0 ? BOB : CAROL);
    }
    assertTrue(future.size() <= FutureCommits.BYTES_MAX / large, future.size() + " kept");
    assertTrue(future.holds(commit(NOW + 4 * HOUR - 13, large).key()));
  }

  @Test
  void whatWaitsIsNotSentAgain() {
    TestNetwork network = new TestNetwork(14);
    ReplicaOptions options = new ReplicaOptions(1, DRIFT);
    Peer a = network.join(new MemoryStore(), options);
    Peer b = network.join(new MemoryStore(), options);
    b.put("own", Fields.of("name", Value.of("B")));
    network.nowMillis += 3 * HOUR;
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[500];
      network.random.nextBytes(noise);
      a.put("n" + i, Fields.of("noise", new Value.Bytes(noise)));
    }
    network.nowMillis -= 3 * HOUR;
    network.connect(a, b);
    talkForAMinute(network);
    assertEquals(1, b.all().size());
    long sentOnce = 300 * 600;
    assertTrue(network.bytesSent < sentOnce * 1.2, network.bytesSent + " bytes");
    b.reopen();
    network.connect(a, b);
    talkForAMinute(network);
    assertTrue(network.bytesSent < sentOnce * 1.2, network.bytesSent + " bytes");
    network.settle();
    assertNotNull(b.get("n299"));
    assertEquals(a.stateHash(), b.stateHash());
    assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
    assertEquals(Map.of(), b.replica.status().rejections());
  }

  private static void talkForAMinute(TestNetwork network) {
    for (int i = 0; i < 240; i++) {
      network.nowMillis += 250;
      network.peers.forEach(Peer::flush);
      network.deliverAllOnce();
    }
  }
}
