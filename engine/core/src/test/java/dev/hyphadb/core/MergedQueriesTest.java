package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.StoredIndexes;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveQueries;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryOracle;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.query.RandomQueries;
import dev.hyphadb.core.store.ForwardingStore;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PlainValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Queries, with indexes and live, while peers merge what others wrote, connections break and
 * processes die at a write: always what the oracle makes of the nodes that are there.
 */
class MergedQueriesTest {
  private static final int PEERS = 3;
  private static final int STEPS = 60;

  private static final List<List<IndexDefinition>> INDEXES =
      List.of(
          List.of(),
          List.of(IndexDefinition.ordered("a"), IndexDefinition.ordered("tags", "b")),
          List.of(
              IndexDefinition.words(),
              IndexDefinition.places(),
              IndexDefinition.ordered("b", "a"),
              IndexDefinition.ordered("c.d")));

  private int crashes;
  private int events;
  private int results;

  /** A process that dies before one of its next writes. */
  private static final class MortalStore extends ForwardingStore {
    private int writesLeft = Integer.MAX_VALUE;
    private boolean isDead;

    MortalStore() {
      super(new MemoryStore());
    }

    @Override
    public void write(WriteBatch batch) {
      if (writesLeft == 0) {
        isDead = true;
        throw new StoreException("the process dies");
      }
      writesLeft--;
      super.write(batch);
    }
  }

  /** A peer's process: what is told to its followers goes with it. */
  private static final class Process {
    private final Peer peer;
    private final MortalStore store;
    private final List<IndexDefinition> indexes;
    private QueryRunner runner;
    private LiveQueries live;
    private final List<Follower> followers = new ArrayList<>();

    Process(Peer peer, MortalStore store, List<IndexDefinition> indexes) {
      this.peer = peer;
      this.store = store;
      this.indexes = indexes;
      start();
    }

    void start() {
      // However few nodes there are: what an index can answer, it does.
      runner =
          new QueryRunner(
              peer.reader, peer.reader::get, () -> new StoredIndexes(store, () -> Long.MAX_VALUE));
      live = new LiveQueries(runner);
      followers.clear();
      peer.changed.clear();
      indexes.forEach(definition -> peer.replica.indexes().create(definition, false));
      peer.flush();
    }

    void tellFollowers() {
      Map<String, Node> changed = new LinkedHashMap<>();
      peer.changed.forEach(id -> changed.put(id, peer.get(id)));
      peer.changed.clear();
      live.changed(changed);
    }
  }

  /** Knows nothing but what it is told. */
  private static final class Follower {
    private final Query query;
    private final Map<String, Node> seen = new TreeMap<>();
    private int events;

    Follower(LiveQueries live, Query query) {
      this.query = query;
      live.add(query, told -> told.forEach(this::take));
    }

    private void take(LiveEvent event) {
      events++;
      boolean isNew = event.action() != LiveEvent.Action.UPDATED;
      if (event.action() == LiveEvent.Action.REMOVED) {
        assertTrue(seen.remove(event.id()) != null, event + " of " + query.options());
      } else {
        Node before = seen.put(event.id(), event.node());
        assertEquals(isNew, before == null, event + " of " + query.options());
      }
    }
  }

  @Test
  void areRightAfterMergesAndCrashes() {
    for (long seed = 0; seed < 15; seed++) {
      run(seed);
    }
    assertTrue(crashes > 30, crashes + " crashes");
    assertTrue(events > 1_000, events + " events");
    assertTrue(results > 3_000, results + " results");
  }

  private void run(long seed) {
    Random random = new Random(seed);
    RandomQueries queries = new RandomQueries(random);
    TestNetwork network = new TestNetwork(seed);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      MortalStore store = new MortalStore();
      Peer peer = network.join(store, ReplicaOptions.DEFAULTS);
      processes.add(new Process(peer, store, INDEXES.get(i)));
    }
    connectAll(network);
    for (int step = 0; step < STEPS; step++) {
      Process chosen = processes.get(random.nextInt(PEERS));
      if (random.nextInt(8) == 0) {
        chosen.store.writesLeft = random.nextInt(3);
      }
      if (chosen.followers.size() < 6) {
        Query query = Query.parse(PlainValues.fromMap(queries.options(true)));
        chosen.followers.add(new Follower(chosen.live, query));
      }
      if (random.nextInt(10) == 0) {
        Peer other = network.peers.get(random.nextInt(PEERS));
        if (other != chosen.peer) {
          network.disconnect(chosen.peer, other);
          survive(network, processes, () -> network.connect(chosen.peer, other));
        }
      }
      network.nowMillis += random.nextInt(3);
      Operation[] operations = operations(random, queries);
      survive(network, processes, () -> chosen.peer.submit(operations));
      for (int i = random.nextInt(12); i > 0; i--) {
        survive(network, processes, network::deliverOne);
      }
      check(processes, queries, "seed " + seed + " step " + step);
    }
    processes.forEach(process -> process.store.writesLeft = Integer.MAX_VALUE);
    network.settle();
    check(processes, queries, "seed " + seed + " settled");
    for (Process process : processes) {
      assertEquals(processes.get(0).peer.all(), process.peer.all(), "seed " + seed);
      assertEquals(
          List.of(),
          Verification.run(process.store, TestNetwork.SHA_256, Progress.NONE).findings(),
          "seed " + seed);
    }
  }

  private static void connectAll(TestNetwork network) {
    for (Peer a : network.peers) {
      for (Peer b : network.peers) {
        if (a.id.compareTo(b.id) < 0) {
          network.connect(a, b);
        }
      }
    }
  }

  private static Operation[] operations(Random random, RandomQueries queries) {
    Operation[] operations = new Operation[1 + random.nextInt(3)];
    for (int i = 0; i < operations.length; i++) {
      String id = "n" + random.nextInt(12);
      operations[i] =
          switch (random.nextInt(6)) {
            case 0 -> new Operation.Remove(id);
            case 1 -> new Operation.Link(id, "n" + random.nextInt(12));
            default -> new Operation.Put(id, PlainValues.fromMap(queries.value()));
          };
    }
    return operations;
  }

  /** Whoever dies of it starts again from what was written, and connects anew. */
  private void survive(TestNetwork network, List<Process> processes, Runnable action) {
    try {
      action.run();
    } catch (StoreException e) {
      crashes++;
      Process dead = processes.stream().filter(process -> process.store.isDead).findFirst().get();
      processes.forEach(process -> process.store.writesLeft = Integer.MAX_VALUE);
      dead.store.isDead = false;
      dead.peer.reopen();
      dead.start();
      for (Process other : processes) {
        if (other != dead) {
          network.disconnect(dead.peer, other.peer);
          network.connect(dead.peer, other.peer);
        }
      }
    }
  }

  private void check(List<Process> processes, RandomQueries queries, String where) {
    for (Process process : processes) {
      process.tellFollowers();
      for (Follower follower : process.followers) {
        Map<String, Node> now = new TreeMap<>();
        process.runner.run(follower.query).forEach(node -> now.put(node.id(), node));
        assertEquals(now, follower.seen, where + ": " + follower.query.options());
        events += follower.events;
        follower.events = 0;
      }
      QueryOracle oracle = new QueryOracle(process.peer.all());
      for (int i = 0; i < 3; i++) {
        Map<String, Object> options = queries.options(true);
        List<Node> found = process.runner.run(Query.parse(PlainValues.fromMap(options)));
        List<String> expected = oracle.ids(options);
        assertEquals(expected, found.stream().map(Node::id).toList(), where + ": " + options);
        results += expected.size();
      }
    }
  }
}
