package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.store.ForwardingStore;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.CommitLog;
import dev.hyphadb.core.sync.LogPosition;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  private static final Resolvers RESOLVERS =
      Resolvers.NONE.with("score", Resolver.greatest()).with("tags", Resolver.union());
  private static final CommitCodec CODEC = new CommitCodec(TestNetwork.SHA_256);

  private final TestNetwork network = new TestNetwork(7);

  private static ReplicaOptions options(Resolvers resolvers) {
    return ReplicaOptions.DEFAULTS.withResolvers(resolvers);
  }

  private Peer join() {
    return network.join(new MemoryStore(), options(RESOLVERS));
  }

  private static Fields tags(String... tags) {
    List<Value> items = new ArrayList<>();
    for (String tag : tags) {
      items.add(Value.of(tag));
    }
    return Fields.of("tags", new Value.Items(items));
  }

  private static Fields score(long score) {
    return Fields.of("score", Value.of(score));
  }

  /** Lets the peers, which were apart, hear of each other. */
  private void meet(Peer a, Peer b) {
    network.connect(a, b);
    network.settle();
    network.disconnect(a, b);
    assertEquals(a.all(), b.all());
    assertEquals(a.stateHash(), b.stateHash());
    assertSound(a.store);
    assertSound(b.store);
  }

  private static void assertSound(Store store) {
    Verification.Report report = Verification.run(store, TestNetwork.SHA_256, Progress.NONE);
    assertTrue(report.isSound(), () -> "" + report.findings());
  }

  @Test
  void whatPeersAddedApartIsTogether() {
    Peer a = join();
    Peer b = join();
    a.put("page", tags("x"));
    meet(a, b);
    a.put("page", tags("x", "a"));
    b.put("page", tags("b", "x"));
    meet(a, b);
    assertEquals(tags("a", "b", "x"), a.get("page").value());
    // Whoever has seen both writes all of it, and what was written apart is dead.
    a.put("page", tags("b", "x", "a", "c"));
    meet(a, b);
    assertEquals(tags("b", "x", "a", "c"), b.get("page").value());
    assertEquals(1, b.replica.status().liveCommits());
  }

  @Test
  void theGreatestWinsWhoeverWasLast() {
    Peer a = join();
    Peer b = join();
    a.put("game", score(10));
    network.nowMillis++;
    b.put("game", score(7));
    meet(a, b);
    assertEquals(score(10), b.get("game").value());
  }

  @Test
  void aPutIsShownThoughItTakesSomethingAway() {
    Peer a = join();
    Peer b = join();
    a.put("game", score(10));
    b.put("page", tags("x", "y"));
    meet(a, b);
    b.put("game", score(3));
    a.put("page", tags("y", "z"));
    assertEquals(score(3), b.get("game").value());
    meet(a, b);
    assertEquals(score(3), a.get("game").value());
    assertEquals(tags("y", "z"), b.get("page").value());
    // From there it grows again, on both sides at once.
    a.put("game", score(4));
    b.put("game", score(5));
    meet(a, b);
    assertEquals(score(5), a.get("game").value());
  }

  @Test
  void aRemovedNodeOrFieldStartsFromNothing() {
    Peer a = join();
    Peer b = join();
    a.put("game", score(10));
    a.put("page", tags("x"));
    meet(a, b);
    a.submit(new Operation.Remove("game"));
    a.put("page", Fields.EMPTY);
    meet(a, b);
    assertNull(b.get("game"));
    assertEquals(Fields.EMPTY, b.get("page").value());
    b.put("game", score(1));
    b.put("page", tags("y"));
    meet(a, b);
    assertEquals(score(1), a.get("game").value());
    assertEquals(tags("y"), a.get("page").value());
  }

  @Test
  void middlewareSeesWhatWillBeShown() {
    Peer a = join();
    Peer b = join();
    a.put("game", score(10));
    meet(a, b);
    a.put("game", score(3));
    b.use(Screening.Proposal::operations);
    meet(a, b);
    assertEquals(1, b.screened.size());
    List<RemoteOperation> operations = b.screened.get(0).operations();
    assertEquals(1, operations.size());
    assertEquals(score(3), operations.get(0).value());
    b.put("game", score(8));
    a.put("game", score(5));
    meet(a, b);
    assertEquals(score(8), b.screened.get(1).operations().get(0).value());
  }

  @Test
  void aFloodOfWritesThatNeedEachOtherIsRefusedAtABound() {
    Peer a = join();
    PeerId flooder = new PeerId("f".repeat(64));
    for (int i = 0; i < 1_100; i++) {
      Mutation write = new Mutation.Set("page", tags("flood" + i), List.of());
      receive(a, flooder, i, List.of(write));
    }
    a.flush();
    assertEquals(100, a.replica.status().refusals().get("too-many-conflicts"));
    assertSound(a.store);
    // All in one commit is no way around it.
    List<Mutation> many = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      many.add(new Mutation.Set("other", tags("flood" + i), List.of()));
    }
    receive(a, flooder, 2_000, many);
    a.flush();
    assertNull(a.get("other"));
    // Who has seen them makes one of them.
    network.nowMillis += 1_000;
    a.put("page", tags("mine"));
    Peer b = join();
    meet(a, b);
    assertEquals(tags("mine"), b.get("page").value());
    assertEquals(1, b.replica.status().liveCommits());
  }

  private void receive(Peer peer, PeerId from, int number, List<Mutation> mutations) {
    byte[] replica = new byte[ReplicaId.LENGTH];
    replica[0] = (byte) number;
    replica[1] = (byte) (number >> 8);
    long hlc = new Timestamp(network.nowMillis, number).packed();
    Commit commit = new Commit(new ReplicaId(replica), 1, hlc, null, null, mutations);
    assertNull(peer.replica.host().accept(CODEC.seal(commit), from));
  }

  @Test
  void whoGivesNoResolversGetsThoseThatTheStoreHas() {
    MemoryStore store = new MemoryStore();
    Peer a = network.join(store, options(RESOLVERS));
    a.put("game", score(10));
    Peer b = network.join(store, options(Resolvers.NONE));
    b.put("game", score(3));
    receive(
        b, new PeerId("f".repeat(64)), 1, List.of(new Mutation.Set("game", score(2), List.of())));
    b.flush();
    assertEquals(score(3), b.get("game").value());
    Resolvers own = Resolvers.NONE.with("score", Resolver.of("own", (x, y) -> x));
    open(store, own);
    StoreException error = assertThrows(StoreException.class, () -> open(store, Resolvers.NONE));
    assertTrue(error.getMessage().contains("score") && error.getMessage().contains("own"));
  }

  /** Fails so many writes later. */
  private static final class FailingStore extends ForwardingStore {
    private int writesLeft;

    FailingStore(Store store, int writesLeft) {
      super(store);
      this.writesLeft = writesLeft;
    }

    @Override
    public void write(WriteBatch batch) {
      if (writesLeft-- <= 0) {
        throw new StoreException("the disk is full");
      }
      super.write(batch);
    }
  }

  private static Operation operation(Random random) {
    String id = "n" + random.nextInt(6);
    if (random.nextInt(8) == 0) {
      return new Operation.Remove(id);
    }
    Fields.Builder fields = Fields.builder();
    if (random.nextBoolean()) {
      fields.put("score", random.nextInt(10));
    }
    if (random.nextBoolean()) {
      Fields tags = tags("t" + random.nextInt(4), "t" + random.nextInt(4));
      fields.put("tags", tags.get("tags"));
    }
    return new Operation.Put(id, fields.put("other", random.nextInt(3)).build());
  }

  private static Replica open(Store store, Resolvers resolvers) {
    Replica replica =
        Replica.open(
            store,
            options(resolvers),
            TestNetwork.SHA_256,
            count -> {
              byte[] bytes = new byte[count];
              new Random(count).nextBytes(bytes);
              return bytes;
            });
    replica.flush(1);
    return replica;
  }

  /** What a replica would be that had these resolvers when it got the same commits. */
  private static String expected(Store from, Resolvers resolvers) {
    MemoryStore store = new MemoryStore();
    Replica replica = open(store, resolvers);
    CommitLog log = new CommitLog(from, CODEC, 1, LogPosition.START, 1);
    PeerId peer = new PeerId("e".repeat(64));
    try (Store.Cursor commits = from.scan(Table.COMMIT, null, null)) {
      while (commits.next()) {
        replica.host().setNow(Long.MAX_VALUE >> 20);
        assertNull(replica.host().accept(log.decode(commits.value()), peer));
      }
    }
    replica.flush(1);
    return stateOf(store, replica);
  }

  private static String stateOf(Store store, Replica replica) {
    List<Node> nodes = new ArrayList<>();
    new GraphReader(store).forEach(nodes::add);
    return HexFormat.of().formatHex(replica.status().stateHash()) + nodes;
  }

  @Test
  void aStoreIsMadeToFollowOtherResolvers() {
    long seed = System.nanoTime();
    System.out.println("ConflictsTest seed " + seed);
    Resolvers last = Resolvers.NONE.with("score", Resolver.last()).with("tags", Resolver.last());
    List<Resolvers> all =
        List.of(last, RESOLVERS, Resolvers.NONE.with("score", Resolver.least()), Resolvers.NONE);
    for (int run = 0; run < 40; run++) {
      Random random = new Random(seed + run);
      Resolvers before = all.get(random.nextInt(all.size()));
      TestNetwork world = new TestNetwork(seed + run);
      Peer a = world.join(new MemoryStore(), options(before));
      Peer b = world.join(new MemoryStore(), options(before));
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 15; i++) {
          world.nowMillis += random.nextInt(3);
          (random.nextBoolean() ? a : b).submit(operation(random));
        }
        world.connect(a, b);
        world.settle();
        world.disconnect(a, b);
      }
      Resolvers after = all.get(random.nextInt(3));
      String expected = expected(a.store, after);
      int writes = random.nextInt(8);
      if (before != after && writes < 5) {
        assertThrows(StoreException.class, () -> open(new FailingStore(a.store, writes), after));
      }
      Replica replica = open(a.store, after);
      assertEquals(expected, stateOf(a.store, replica), "seed " + (seed + run));
      assertSound(a.store);
      assertEquals(expected, stateOf(a.store, open(a.store, after)), "seed " + (seed + run));
    }
  }
}
