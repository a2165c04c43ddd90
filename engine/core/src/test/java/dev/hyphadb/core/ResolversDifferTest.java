package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.TestNetwork.Peer;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolversDifferTest {
  private static final Resolvers BOTH =
      Resolvers.NONE.with("score", Resolver.greatest()).with("tags", Resolver.union());

  private final TestNetwork network = new TestNetwork(7);

  private Peer join(Resolvers resolvers) {
    return network.join(new MemoryStore(), ReplicaOptions.DEFAULTS.withResolvers(resolvers));
  }

  private static Fields score(long score) {
    return Fields.of("score", Value.of(score));
  }

  private static void assertToldOnce(Peer peer, String... fields) {
    assertEquals(1, peer.warnings.size());
    assertEquals(List.of(fields), peer.warnings.get(0).fields());
    assertEquals(Map.of("resolvers-differ", 1L), peer.replica.status().rejections());
  }

  @Test
  void peersAreToldOnceWhatDiffers() {
    Peer a = join(BOTH);
    Peer b = join(Resolvers.NONE.with("score", Resolver.least()));
    for (int i = 0; i < 3; i++) {
      network.connect(a, b);
      network.settle();
      network.disconnect(a, b);
    }
    assertToldOnce(a, "score (here greatest, there least)", "tags (here union, there last)");
    assertToldOnce(b, "score (here least, there greatest)", "tags (here last, there union)");
    String message = a.warnings.get(0).message();
    assertTrue(message.contains(b.id.hex()) && message.contains("same resolvers"), message);
  }

  @Test
  void theyGetWhatTheOtherHasAndComeToRest() {
    Peer a = join(BOTH);
    Peer b = join(Resolvers.NONE);
    a.put("game", score(10));
    network.nowMillis++;
    b.put("game", score(7));
    b.put("other", score(1));
    network.connect(a, b);
    network.settle();
    assertEquals(score(10), a.get("game").value());
    assertEquals(score(7), b.get("game").value());
    assertEquals(score(1), a.get("other").value());
    assertTrue(a.replica.status().isSynced());
    assertTrue(b.replica.status().isSynced());
    long bytes = network.bytesSent;
    a.put("later", score(2));
    network.settle();
    assertEquals(score(2), b.get("later").value());
    assertTrue(a.replica.status().isSynced());
    assertTrue(b.replica.status().isSynced());
    // The commit, an acknowledgement, and Status: not everything again because of hashes.
    assertTrue(network.bytesSent - bytes < 1_000, () -> "" + (network.bytesSent - bytes));
  }

  @Test
  void theSameInAnotherFormIsNotTold() {
    Peer a = join(BOTH);
    Peer b = join(BOTH.with("text", Resolver.last()));
    network.connect(a, b);
    network.settle();
    assertEquals(List.of(), a.warnings);
    assertEquals(List.of(), b.warnings);
    assertEquals(Map.of(), a.replica.status().rejections());
  }

  @Test
  void ofNamesOnlyWhatALogMayHaveIsRepeated() {
    Resolvers many = Resolvers.NONE.with("a\nWARN b", Resolver.of("c\u001b[2J", (x, y) -> x));
    for (int i = 0; i < 20; i++) {
      many = many.with("f" + "x".repeat(200) + i, Resolver.union());
    }
    Peer a = join(Resolvers.NONE);
    network.connect(a, join(many));
    network.settle();
    List<String> fields = a.warnings.get(0).fields();
    assertEquals(5, fields.size());
    assertEquals("a?WARN b (here last, there c?[2J)", fields.get(0));
    assertEquals("f" + "x".repeat(99) + " (here last, there union)", fields.get(1));
  }

  @Test
  void namesThatPeersCouldNotBeToldAreRefused() {
    Resolver union = Resolver.union();
    String field = "f".repeat(Resolvers.DECLARATION_BYTES_MAX);
    assertThrows(IllegalArgumentException.class, () -> Resolvers.NONE.with(field, union));
  }
}
