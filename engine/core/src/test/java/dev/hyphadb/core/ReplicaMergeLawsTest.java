package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.NaiveGraph;
import dev.hyphadb.core.graph.RandomCommits;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The laws of the merge where commits come to replicas: again and again, in parts that overlap, to
 * replicas that are opened anew and forget what is dead, and from one to the other.
 */
class ReplicaMergeLawsTest {
  private static final int RUNS = 60;
  private static final int REPLICAS = 3;
  private static final PeerId ELSEWHERE = new PeerId("e".repeat(64));

  @Test
  void whateverTheWayTheSetDecides() {
    long firstSeed = System.nanoTime() & 0xffffff;
    System.out.println("ReplicaMergeLawsTest seeds from " + firstSeed);
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    List<VerifiedCommit> commits = RandomCommits.of(random);
    TestNetwork network = new TestNetwork(seed);
    for (int i = 0; i < REPLICAS; i++) {
      ReplicaOptions options = new ReplicaOptions(1 + random.nextInt(20), 1_000);
      offer(network.join(new MemoryStore(), options), part(commits, random, i), random);
    }
    for (int i = 0; i < REPLICAS; i++) {
      network.connect(network.peers.get(i), network.peers.get((i + 1) % REPLICAS));
    }
    network.settle();
    Map<String, Object> expected = new NaiveGraph(commits).result();
    for (TestNetwork.Peer peer : network.peers) {
      String what = "seed " + seed;
      assertEquals(expected.get("stateHash"), peer.stateHash(), what);
      long live = ((List<?>) expected.get("live")).size();
      assertEquals(live, peer.replica.status().liveCommits(), what);
      assertEquals(expected.get("nodes"), NaiveGraph.nodes(peer.reader), what);
    }
  }

  /** Everything is in one of them at least. */
  private static List<VerifiedCommit> part(
      List<VerifiedCommit> commits, Random random, int replica) {
    List<VerifiedCommit> part = new ArrayList<>();
    for (int i = 0; i < commits.size(); i++) {
      if (i % REPLICAS == replica || random.nextInt(2) == 0) {
        part.add(commits.get(i));
      }
    }
    return part;
  }

  private static void offer(TestNetwork.Peer peer, List<VerifiedCommit> part, Random random) {
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      Collections.shuffle(part, random);
      for (VerifiedCommit commit : part) {
        peer.replica.host().accept(commit, ELSEWHERE);
        if (random.nextInt(3) == 0) {
          peer.flush();
        }
        if (random.nextInt(10) == 0) {
          peer.flush();
          peer.reopen();
        }
      }
    }
    peer.flush();
  }
}
