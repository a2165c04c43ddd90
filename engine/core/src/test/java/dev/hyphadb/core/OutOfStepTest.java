package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions whose sides are out of step: a replica was opened again, or something was lost. */
class OutOfStepTest {
  private static Fields person(String name, int age) {
    return Fields.builder().put("name", name).put("age", age).build();
  }

  private static void assertEqual(Peer a, Peer b) {
    assertEquals(a.stateHash(), b.stateHash());
    assertEquals(a.all(), b.all());
  }

  @Test
  void aHelloOnTheWayToAPeerThatStartsOverIsNotAnsweredForEver() {
    for (int seed = 0; seed < 50; seed++) {
      TestNetwork network = new TestNetwork(seed);
      Peer a = network.join();
      Peer b = network.join();
      a.put("a", person("A", 1));
      b.put("b", person("B", 2));
      network.connect(a, b);
      deliver(network, a, b);
      // The Hello of b is still on the way.
      a.reopen();
      a.replica.connect(b.id);
      a.flush();
      network.settle();
      assertEquals(a.stateHash(), b.stateHash(), "seed " + seed);
      assertTrue(a.replica.status().isSynced(), "seed " + seed);
      assertTrue(b.replica.status().isSynced(), "seed " + seed);
      for (Peer peer : network.peers) {
        Set<String> reasons = peer.replica.status().rejections().keySet();
        assertTrue(Set.of("other-session").containsAll(reasons), seed + ": " + reasons);
      }
    }
  }

  /** The peer has said Hello, and does not know that it was in vain. */
  @Test
  void aHelloThatAReplicaTookWithItIsSaidAgain() {
    TestNetwork network = new TestNetwork(15);
    Peer a = network.join();
    Peer b = network.join();
    a.put("a", person("A", 1));
    b.put("b", person("B", 2));
    a.inbox.put(b.id, new ArrayDeque<>());
    b.inbox.put(a.id, new ArrayDeque<>());
    a.replica.connect(b.id);
    b.replica.connect(a.id);
    b.flush();
    a.replica.receive(b.id, a.inbox.get(b.id).poll(), network.nowMillis);
    // The write fails: nobody heard of the replica that heard the Hello.
    a.reopen();
    a.replica.connect(b.id);
    a.flush();
    long start = network.nowMillis;
    while (network.deliverOne()) {}
    assertEqual(a, b);
    network.settle();
    assertEqual(a, b);
    assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
    assertEquals(Set.of("other-session"), a.replica.status().rejections().keySet());
    assertEquals(Map.of(), b.replica.status().rejections());
    assertTrue(network.nowMillis - start < 1_000, "no deadline has to cure this");
  }

  @Test
  void aHelloThatNobodyHeardIsSaidAgainInTime() {
    TestNetwork network = new TestNetwork(16);
    Peer a = network.join();
    Peer b = network.join();
    a.put("a", person("A", 1));
    network.connect(a, b);
    a.inbox.get(b.id).clear();
    b.inbox.get(a.id).clear();
    network.settle();
    assertEqual(a, b);
    assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
  }

  /** Whatever may be lost between two peers, a pause is all that it costs. */
  @Test
  void aPeerThatGoesOnOwingSomethingIsMetAnew() {
    for (int seed = 0; seed < 60; seed++) {
      TestNetwork network = new TestNetwork(seed);
      ReplicaOptions options = new ReplicaOptions(5, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
      Peer a = network.join(new MemoryStore(), options);
      Peer b = network.join(new MemoryStore(), options);
      network.connect(a, b);
      for (int step = 0; step < 60; step++) {
        network.peers.get(step % 2).put("n" + network.random.nextInt(40), person("n", step));
        network.deliverOne();
        Peer deaf = network.random.nextBoolean() ? a : b;
        if (network.random.nextInt(6) == 0) {
          deaf.inbox.get(deaf == a ? b.id : a.id).poll();
        }
      }
      network.settle();
      assertEquals(a.stateHash(), b.stateHash(), "seed " + seed);
      assertTrue(a.replica.status().isSynced(), "seed " + seed);
      assertTrue(b.replica.status().isSynced(), "seed " + seed);
    }
  }

  /** An acknowledgement that came twice must not stand for one that never came. */
  @Test
  void whatATransportDoublesDoesNotHideWhatItLost() {
    TestNetwork network = new TestNetwork(17);
    Peer whole = network.join();
    Peer part = network.join();
    part.replica.scope(PartialReplicationTest.scope("A", 0));
    network.connect(whole, part);
    network.settle();
    whole.put("lost", PartialReplicationTest.node("A", 1));
    part.inbox.get(whole.id).clear();
    whole.put("found", PartialReplicationTest.node("A", 2));
    deliver(network, whole, part);
    Deque<byte[]> answers = whole.inbox.get(part.id);
    assertTrue(answers.size() > 0);
    answers.addAll(List.copyOf(answers));
    network.settle();
    assertEquals(whole.get("lost"), part.get("lost"));
    assertTrue(whole.replica.status().isSynced() && part.replica.status().isSynced());
  }

  /** A transport that loses, doubles and reorders what it carries costs time, and no data. */
  @Test
  void peersOnAnUnreliableTransportConverge() {
    for (int seed = 0; seed < 60; seed++) {
      TestNetwork network = new TestNetwork(seed);
      ReplicaOptions options = new ReplicaOptions(5, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
      Peer a = network.join(new MemoryStore(), options);
      Peer b = network.join(new MemoryStore(), options);
      b.replica.scope(PartialReplicationTest.scope("A", 0));
      network.connect(a, b);
      for (int step = 0; step < 60; step++) {
        Peer writer = network.peers.get(step % 2);
        writer.put("n" + network.random.nextInt(40), PartialReplicationTest.node("A", step));
        network.deliverOne();
        Deque<byte[]> queue = step % 3 == 0 ? a.inbox.get(b.id) : b.inbox.get(a.id);
        if (!queue.isEmpty() && network.random.nextInt(6) == 0) {
          byte[] frame = queue.poll();
          switch (network.random.nextInt(3)) {
            case 0 -> {
              queue.addFirst(frame);
              queue.addFirst(frame);
            }
            case 1 -> queue.addLast(frame);
            default -> {}
          }
        }
      }
      network.settle();
      assertEquals(a.all(), b.all(), "seed " + seed);
      assertTrue(a.replica.status().isSynced(), "seed " + seed);
      assertTrue(b.replica.status().isSynced(), "seed " + seed);
    }
  }

  /** The answers to all its Hellos come to the last one; an answer calls forth no other Hello. */
  @Test
  void aReplicaThatReopensOftenOnASlowLineIsMetWithoutDelay() {
    TestNetwork network = new TestNetwork(17);
    Peer a = network.join();
    Peer b = network.join();
    a.put("a", person("A", 1));
    b.put("b", person("B", 2));
    network.connect(a, b);
    deliver(network, a, b);
    for (int i = 0; i < 8; i++) {
      a.reopen();
      a.replica.connect(b.id);
      a.flush();
    }
    long start = network.nowMillis;
    while (network.deliverOne()) {}
    network.settle();
    assertEqual(a, b);
    assertTrue(a.replica.status().isSynced() && b.replica.status().isSynced());
    assertTrue(network.nowMillis - start < 1_000, "no deadline has to cure this");
    for (Peer peer : network.peers) {
      Set<String> reasons = peer.replica.status().rejections().keySet();
      assertTrue(Set.of("other-session").containsAll(reasons), reasons.toString());
    }
  }

  /** What was on the way to the replica before must not be taken for what is said to this one. */
  @Test
  void replicasThatReopenAgainAndAgainOnOneConnectionConverge() {
    for (long seed = 0; seed < 40; seed++) {
      TestNetwork network = new TestNetwork(seed);
      ReplicaOptions options =
          new ReplicaOptions(20, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
      Peer a = network.join(new MemoryStore(), options);
      Peer b = network.join(new MemoryStore(), options);
      network.connect(a, b);
      for (int step = 0; step < 120; step++) {
        Peer peer = network.random.nextBoolean() ? a : b;
        int dice = network.random.nextInt(100);
        if (dice < 40) {
          peer.put("n" + network.random.nextInt(30), person("n", step));
        } else if (dice < 43) {
          peer.reopen();
          peer.replica.connect(peer == a ? b.id : a.id);
          peer.flush();
        } else {
          network.deliverOne();
        }
        network.nowMillis += network.random.nextInt(60);
      }
      network.settle();
      assertEquals(a.stateHash(), b.stateHash(), "seed " + seed);
      assertTrue(a.replica.status().isSynced(), "seed " + seed);
      assertTrue(b.replica.status().isSynced(), "seed " + seed);
      for (Peer peer : network.peers) {
        Set<String> reasons = peer.replica.status().rejections().keySet();
        assertTrue(
            Set.of("hello-again", "other-session").containsAll(reasons), seed + ": " + reasons);
      }
    }
  }

  private static void deliver(TestNetwork network, Peer from, Peer to) {
    to.replica.receive(from.id, to.inbox.get(from.id).poll(), network.nowMillis);
    to.flush();
  }
}
