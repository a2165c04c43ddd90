package dev.hyphadb.core;

import static dev.hyphadb.core.PartialReplicationTest.node;
import static dev.hyphadb.core.PartialReplicationTest.scope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PartialReplicationRandomTest {
  /**
   * Random work on both sides: the part ends with what matches at the full side, as it is there.
   */
  @Test
  void randomWorkKeepsThePartRight() {
    for (long seed = 1; seed <= 30; seed++) {
      randomWork(seed);
    }
  }

  private static void randomWork(long seed) {
    Random random = new Random(seed);
    TestNetwork network = new TestNetwork(seed);
    ReplicaOptions options = new ReplicaOptions(1 + random.nextInt(60), 1000);
    Peer full = network.join(new MemoryStore(), options);
    Peer part = network.join(new MemoryStore(), options);
    int depth = random.nextInt(3);
    part.replica.scope(scope("A", depth));
    boolean isConnected = false;
    for (int step = 0; step < 250; step++) {
      network.nowMillis += random.nextInt(400);
      Peer peer = random.nextInt(4) == 0 ? part : full;
      String id = "n" + random.nextInt(12);
      switch (random.nextInt(12)) {
        case 0 -> peer.submit(new Operation.Remove(id));
        case 1, 2 -> peer.submit(new Operation.Link(id, "n" + random.nextInt(12)));
        case 3 -> peer.submit(new Operation.Unlink(id, "n" + random.nextInt(12)));
        case 4 -> {
          if (isConnected) {
            network.disconnect(full, part);
          } else {
            network.connect(full, part);
          }
          isConnected = !isConnected;
        }
        default -> peer.put(id, node(random.nextBoolean() ? "A" : "B", random.nextInt(100)));
      }
      for (int i = random.nextInt(6); isConnected && i > 0; i--) {
        network.deliverOne();
      }
    }
    if (isConnected) {
      network.disconnect(full, part);
    }
    network.connect(full, part);
    network.settle();
    Map<String, Object> expected = new TreeMap<>();
    collect(full, depth, expected);
    expected.forEach(
        (id, node) -> assertEquals(node, part.get(id), "seed " + seed + ", node " + id));
    part.all()
        .forEach(node -> {
          if (Value.of("A").equals(node.value().get("type"))) {
            assertTrue(expected.containsKey(node.id()), "seed " + seed + " keeps " + node);
          }
        });
    assertTrue(part.replica.status().isSynced(), "seed " + seed + ": the part is not synced");
    assertTrue(full.replica.status().isSynced(), "seed " + seed + ": the full side is not synced");
  }

  private static void collect(Peer full, int depth, Map<String, Object> found) {
    List<String> open =
        full.all().stream()
            .filter(node -> Value.of("A").equals(node.value().get("type")))
            .map(node -> node.id())
            .toList();
    for (int level = 0; level <= depth; level++) {
      TreeSet<String> next = new TreeSet<>();
      for (String id : open) {
        if (full.get(id) != null) {
          found.put(id, full.get(id));
          next.addAll(full.get(id).edges());
        }
      }
      open = List.copyOf(next);
    }
  }
}
