package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PartialReplicationTest {
  private final TestNetwork network = new TestNetwork(41);
  private final Peer full = network.join();
  private final Peer part = network.join();

  static Fields node(String type, int number) {
    return Fields.builder().put("type", type).put("number", number).build();
  }

  static Scope scope(String type, int depth) {
    return new Scope(List.of(Fields.of("type", Value.of(type))), depth);
  }

  private void connect() {
    network.connect(full, part);
    network.settle();
  }

  private void reconnect() {
    network.disconnect(full, part);
    connect();
  }

  private void assertSynced() {
    for (Peer peer : network.peers) {
      assertTrue(peer.replica.status().isSynced(), "synced: " + peer.id);
    }
  }

  private static Set<String> ids(Peer peer) {
    TreeSet<String> ids = new TreeSet<>();
    peer.all().forEach(node -> ids.add(node.id()));
    return ids;
  }

  @Test
  void onlyWhatMatchesIsSent() {
    for (int i = 0; i < 200; i++) {
      full.put("a" + i, node("A", i));
      full.put("b" + i, node("B", i));
    }
    part.replica.scope(scope("A", 0));
    connect();
    assertEquals(200, part.all().size());
    assertEquals(full.get("a7"), part.get("a7"));
    assertNull(part.get("b7"));
    assertSynced();
    assertEquals(200, part.reports.get(0).commitsReceived());
    assertEquals(1, part.reports.size());
    full.put("a200", node("A", 200));
    full.put("b200", node("B", 200));
    full.put("a3", node("A", 33));
    network.settle();
    assertEquals(201, part.all().size());
    assertEquals(full.get("a3"), part.get("a3"));
    assertSynced();
  }

  @Test
  void whatEntersBringsEverythingAndWhatLeavesIsSeenToLeave() {
    full.put("x", Fields.builder().put("type", "B").put("name", "old").build());
    full.put("x", Fields.builder().put("type", "B").put("name", "x").build());
    part.replica.scope(scope("A", 0));
    connect();
    assertNull(part.get("x"));
    full.put("x", Fields.builder().put("type", "A").put("name", "x").build());
    network.settle();
    assertEquals(full.get("x"), part.get("x"));
    full.put("x", Fields.builder().put("type", "B").put("name", "x").build());
    network.settle();
    assertEquals(full.get("x"), part.get("x"));
    full.put("x", Fields.builder().put("type", "B").put("name", "secret").build());
    network.settle();
    assertEquals(Value.of("x"), part.get("x").value().get("name"));
    assertSynced();
  }

  @Test
  void ownWritesFlowOutWhateverTheyAre() {
    part.replica.scope(scope("A", 0));
    connect();
    part.put("mine", node("B", 1));
    network.settle();
    assertEquals(part.get("mine"), full.get("mine"));
    network.disconnect(full, part);
    part.put("mine", node("B", 2));
    part.put("also", node("C", 3));
    connect();
    assertEquals(part.get("mine"), full.get("mine"));
    assertNotNull(full.get("also"));
    assertSynced();
  }

  @Test
  void whatChangedMeanwhileIsMadeGood() {
    for (int i = 0; i < 50; i++) {
      full.put("a" + i, node("A", i));
    }
    part.replica.scope(scope("A", 0));
    connect();
    network.disconnect(full, part);
    full.submit(new Operation.Remove("a1"));
    full.put("a2", node("B", 2));
    full.put("a3", node("A", 333));
    full.put("new", node("A", 4));
    connect();
    assertNull(part.get("a1"));
    assertEquals(full.get("a2"), part.get("a2"));
    assertEquals(full.get("a3"), part.get("a3"));
    assertEquals(full.get("new"), part.get("new"));
    assertSynced();
  }

  @Test
  void followsEdges() {
    full.put("team", node("Team", 1));
    for (String id : List.of("ann", "bob", "cat", "dan")) {
      full.put(id, node("Person", 1));
    }
    full.submit(new Operation.Link("team", "ann"), new Operation.Link("ann", "bob"));
    full.submit(new Operation.Link("bob", "cat"));
    part.replica.scope(scope("Team", 2));
    connect();
    assertEquals(new TreeSet<>(List.of("ann", "bob", "team")), ids(part));
    assertEquals(List.of("bob"), part.get("ann").edges());
    full.submit(new Operation.Link("team", "dan"));
    network.settle();
    assertEquals(full.get("dan"), part.get("dan"));
    full.submit(new Operation.Unlink("team", "ann"));
    network.nowMillis += 2_000;
    full.put("dan", node("Person", 2));
    network.settle();
    full.put("bob", node("Person", 99));
    network.settle();
    assertEquals(Value.of(1), part.get("bob").value().get("number"));
    assertEquals(full.get("dan"), part.get("dan"));
    assertSynced();
  }

  @Test
  void whatIsLinkedToMayComeLater() {
    full.put("team", node("Team", 1));
    full.submit(new Operation.Link("team", "ann"));
    part.replica.scope(scope("Team", 1));
    connect();
    full.put("ann", node("Person", 1));
    network.settle();
    assertEquals(full.get("ann"), part.get("ann"));
    full.submit(new Operation.Remove("ann"));
    full.submit(new Operation.Link("team", "ann"));
    network.settle();
    assertNull(part.get("ann"));
    full.put("ann", node("Person", 2));
    network.settle();
    assertEquals(full.get("ann"), part.get("ann"));
    assertSynced();
  }

  @Test
  void whatMatchesNoMoreButIsLinkedToStillLeadsOn() {
    full.put("top", node("Team", 1));
    full.put("sub", node("Team", 2));
    full.put("ann", node("Person", 1));
    full.submit(new Operation.Link("top", "sub"));
    part.replica.scope(scope("Team", 2));
    connect();
    full.put("sub", node("Group", 2));
    full.submit(new Operation.Link("sub", "ann"));
    network.settle();
    assertEquals(full.get("sub"), part.get("sub"));
    assertEquals(full.get("ann"), part.get("ann"));
    assertSynced();
  }

  @Test
  void anEdgeGoesWithTheNodeAtItsEndAlthoughItsBatchLivesOn() {
    full.put("bob", node("Person", 2));
    full.submit(
        new Operation.Put("team", node("Team", 1)),
        new Operation.Put("ann", node("Person", 1)),
        new Operation.Link("team", "ann"),
        new Operation.Link("team", "bob"));
    part.replica.scope(scope("Team", 0));
    connect();
    assertEquals(List.of("ann", "bob"), part.get("team").edges());
    full.submit(new Operation.Remove("bob"));
    network.settle();
    assertEquals(List.of("ann"), part.get("team").edges());
    network.disconnect(full, part);
    full.submit(new Operation.Remove("ann"));
    connect();
    assertEquals(List.of(), part.get("team").edges());
    assertNull(part.get("ann"));
    assertSynced();
  }

  @Test
  void anEdgeGoesWithTheNodeAtItsEndWhenBothChangeAtOnce() {
    full.put("team", node("Team", 1));
    full.put("ann", node("Person", 1));
    full.submit(new Operation.Link("team", "ann"));
    part.replica.scope(scope("Team", 0));
    connect();
    full.submit(new Operation.Put("team", node("Team", 2)), new Operation.Remove("ann"));
    network.settle();
    assertEquals(full.get("team"), part.get("team"));
    full.submit(new Operation.Link("team", "bob"));
    full.put("bob", node("Person", 2));
    network.settle();
    full.replica.submit(List.of(new Operation.Put("team", node("Team", 3))), network.nowMillis);
    full.replica.submit(List.of(new Operation.Remove("bob")), network.nowMillis);
    full.flush();
    network.settle();
    assertEquals(full.get("team"), part.get("team"));
    assertSynced();
  }

  /** What is owed may die before it can be sent, by a commit that is of no node in the scope. */
  @Test
  void aSlowPeerHearsTheLastOfWhatLeft() {
    full.put("team", node("A", 1));
    full.put("x", node("A", 2));
    full.submit(new Operation.Link("team", "bob"));
    part.replica.scope(scope("A", 0));
    connect();
    for (int i = 0; i < 1_000; i++) {
      full.put("a" + i, Fields.builder().put("type", "A").put("text", "t".repeat(2_000)).build());
    }
    for (int i = 1; i <= 2; i++) {
      full.submit(new Operation.Remove("bob"));
      full.put("x", node("B", i));
    }
    network.settle();
    assertEquals(full.get("team"), part.get("team"));
    assertEquals(Value.of("B"), part.get("x").value().get("type"));
    assertSynced();
  }

  @Test
  void whatComesBackHasLostTheEdgesThatItLostOutside() {
    full.put("team", node("A", 1));
    full.put("ann", node("Person", 1));
    full.submit(new Operation.Link("team", "ann"));
    part.replica.scope(scope("A", 0));
    connect();
    assertEquals(List.of("ann"), part.get("team").edges());
    full.put("team", node("B", 1));
    network.settle();
    full.submit(new Operation.Remove("ann"));
    network.settle();
    full.put("team", node("A", 2));
    network.settle();
    assertEquals(full.get("team"), part.get("team"));
    assertEquals(List.of(), part.get("team").edges());
    part.put("own", node("B", 1));
    part.submit(new Operation.Link("own", "bob"));
    network.settle();
    full.submit(new Operation.Remove("bob"));
    full.put("own", node("A", 1));
    network.settle();
    assertEquals(full.get("own"), part.get("own"));
    assertEquals(List.of(), part.get("own").edges());
    assertSynced();
  }

  @Test
  void anEmptyPartWhoseLogWasReadIsDoneToo() {
    part.replica.scope(scope("A", 0));
    part.put("x", node("B", 1));
    connect();
    full.submit(new Operation.Remove("x"));
    network.settle();
    reconnect();
    assertSynced();
    Peer empty = network.join();
    network.connect(full, empty);
    network.settle();
    network.disconnect(full, empty);
    empty.replica.scope(scope("C", 0));
    full.put("b", node("B", 1));
    network.connect(full, empty);
    network.settle();
    assertSynced();
  }

  @Test
  void aSlowPeerMissesNothing() {
    part.replica.scope(scope("A", 0));
    connect();
    for (int i = 0; i < 3_000; i++) {
      full.put("a" + i, Fields.builder().put("type", "A").put("text", "t".repeat(2_000)).build());
    }
    assertFalse(full.replica.status().isSynced() && part.all().size() == 3_000);
    network.settle();
    assertEquals(3_000, part.all().size());
    assertEquals(full.all(), part.all());
    assertSynced();
  }

  /** What it says is about the time when it was asked, not about what came before. */
  @Test
  void aPartIsNotSyncedWhileCommitsAreOwed() {
    part.replica.scope(scope("A", 0));
    connect();
    full.put("a", node("A", 1));
    part.replica.probe();
    part.flush();
    assertFalse(part.replica.status().isSynced());
    network.settle();
    assertTrue(part.replica.status().isSynced());
    assertEquals(full.get("a"), part.get("a"));
  }

  @Test
  void aFieldWithAResolverComesWithAllItsWrites() {
    Resolvers resolvers = Resolvers.NONE.with("tags", Resolver.union());
    ReplicaOptions options = new ReplicaOptions(100, 1_000).withResolvers(resolvers);
    Peer one = network.join(new MemoryStore(), options);
    Peer other = network.join(new MemoryStore(), options);
    Peer third = network.join(new MemoryStore(), options);
    one.put("x", Fields.builder().put("type", "A").put("tags", tags("red")).build());
    other.put("x", Fields.builder().put("type", "A").put("tags", tags("blue")).build());
    network.connect(one, other);
    network.settle();
    third.replica.scope(scope("A", 0));
    network.connect(one, third);
    network.settle();
    assertEquals(one.get("x"), third.get("x"));
    assertEquals(2, ((Value.Items) third.get("x").value().get("tags")).values().size());
    assertSynced();
  }

  private static Value tags(String tag) {
    return new Value.Items(List.of(Value.of(tag)));
  }

  @Test
  void widensAndNarrows() {
    for (int i = 0; i < 20; i++) {
      full.put("a" + i, node("A", i));
      full.put("b" + i, node("B", i));
    }
    part.replica.scope(scope("A", 0));
    connect();
    part.replica.scope(null);
    part.flush();
    network.settle();
    assertEquals(full.all(), part.all());
    assertEquals(full.stateHash(), part.stateHash());
    assertSynced();
    part.replica.scope(scope("B", 0));
    part.flush();
    network.settle();
    full.put("a1", node("A", 111));
    full.put("b1", node("B", 111));
    network.settle();
    assertEquals(full.get("b1"), part.get("b1"));
    assertEquals(Value.of(1), part.get("a1").value().get("number"));
    assertSynced();
    part.replica.scope(null);
    part.flush();
    network.settle();
    assertEquals(full.all(), part.all());
    assertSynced();
  }

  @Test
  void aPartThatServesOthersLosesThemNothing() {
    Peer third = network.join();
    part.replica.scope(scope("A", 0));
    network.connect(full, part);
    network.connect(part, third);
    full.put("a", node("A", 1));
    full.put("b", node("B", 1));
    third.put("c", node("C", 1));
    network.settle();
    assertNotNull(third.get("a"));
    assertNull(part.get("c"));
    network.connect(third, full);
    network.settle();
    assertEquals(full.all(), third.all());
    assertEquals(full.stateHash(), third.stateHash());
    assertSynced();
  }

  @Test
  void badScopesAreRefused() {
    assertThrows(QueryException.class, () -> new Scope(List.of(), 0));
    assertThrows(QueryException.class, () -> scope("A", 9));
    assertThrows(
        QueryException.class,
        () -> new Scope(List.of(Fields.of("$edge", Fields.of("type", Value.of("A")))), 0));
  }

  @Test
  void aScopeIsLeftOutOfWhatIsSent() {
    full.put("a", node("A", 1));
    for (int i = 0; i < 2_000; i++) {
      full.put("b" + i, Fields.of("text", Value.of("b".repeat(200) + i)));
    }
    part.replica.scope(scope("A", 0));
    long before = network.bytesSent;
    connect();
    assertSynced();
    long moved = network.bytesSent - before;
    assertTrue(moved < 5_000, "moved " + moved + " bytes");
    reconnect();
    assertFalse(ids(part).contains("b1"));
    assertSynced();
  }
}
