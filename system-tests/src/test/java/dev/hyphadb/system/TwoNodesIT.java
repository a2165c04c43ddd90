package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two node processes over real WebRTC that meet through one service only. Each test has a database
 * of its own.
 */
@ParameterizedClass(name = "through {0}")
@EnumSource(names = {"COORDINATOR", "RELAY"})
@Timeout(120)
class TwoNodesIT {
  private static final int OPLOG_SIZE = 1_000;
  private static final Map<String, String> SETTINGS =
      Map.of("HYPHA_NODE_OPLOG_SIZE", Integer.toString(OPLOG_SIZE));
  private static final Map<String, String> SETTINGS_OF_B =
      Map.of(
          "HYPHA_NODE_OPLOG_SIZE",
          Integer.toString(OPLOG_SIZE),
          "HYPHA_NODE_SCOPES",
          "{\"part-at-b\": {\"queries\": [{\"project\": \"apollo\"}]}}");

  @TempDir static Path data;
  private static LocalNetwork network;
  private static Service a;
  private static Service b;

  @Parameter Meeting meeting;

  @BeforeParameterizedClassInvocation
  static void start(Meeting meeting) {
    network =
        new LocalNetwork(
            LocalNetwork.checkout(),
            data.resolve(meeting.name()),
            Path.of("target/logs/two-nodes-" + meeting.name().toLowerCase(java.util.Locale.ROOT)));
    Service place =
        meeting == Meeting.COORDINATOR ? network.startSignaling() : network.startRelay();
    a = network.node("a");
    b = network.node("b");
    place.awaitReady();
    network.start(a, meeting, SETTINGS);
    network.start(b, meeting, SETTINGS_OF_B);
    a.awaitReady();
    b.awaitReady();
  }

  @AfterParameterizedClassInvocation
  static void end() {
    network.close();
  }

  private void startB(Meeting through) {
    network.start(b, through, SETTINGS_OF_B);
    b.awaitReady();
  }

  @Test
  void whatOneWritesTheOtherHas() throws Exception {
    NodeClient atA = new NodeClient(a, "one-way");
    NodeClient atB = new NodeClient(b, "one-way");
    atA.putNumbered("n", 0, 1_000, n -> {});
    Convergence.await(atA, atB, 1_000);
    Map<String, JsonNode> there = atB.query(Map.of());
    for (int n = 0; n < 1_000; n++) {
      assertEquals(n, there.get("n" + n).path("n").asInt(-1), "node n" + n);
    }
    String metrics = b.get("/q/metrics").body();
    assertTrue(metrics.contains("hypha_node_syncs_total{way="), metrics);
    assertTrue(metrics.contains("hypha_node_sync_bytes_total{direction=\"received\"}"), metrics);
  }

  @Test
  void bothWriteAtOnce() throws Exception {
    NodeClient atA = new NodeClient(a, "both-ways");
    NodeClient atB = new NodeClient(b, "both-ways");
    CompletableFuture<Void> writingB =
        CompletableFuture.runAsync(() -> {
          try {
            atB.putNumbered("b", 0, 500, n -> {});
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    atA.putNumbered("a", 0, 500, n -> {});
    writingB.get(60, TimeUnit.SECONDS);
    Convergence.await(atA, atB, 1_000);
    assertEquals(atA.query(Map.of()), atB.query(Map.of()));
  }

  @Test
  void whoWasAwayCatchesUpFromTheLog() throws Exception {
    catchUp("from-the-log", 300);
  }

  @Test
  void whoWasAwayCatchesUpBeyondTheLog() throws Exception {
    catchUp("beyond-the-log", 3 * OPLOG_SIZE);
  }

  private void catchUp(String database, int missed) throws Exception {
    NodeClient atA = new NodeClient(a, database);
    NodeClient atB = new NodeClient(b, database);
    atA.putNumbered("before", 0, 50, n -> {});
    Convergence.await(atA, atB, 50);
    b.stop();
    atA.putNumbered("missed", 0, missed, n -> {});
    // Some of what B has is changed as well.
    atA.putNumbered("before", 0, 10, n -> {});
    atA.put("before0", Map.of("n", -1));
    startB(meeting);
    Convergence.await(atA, atB, 50 + missed);
    assertEquals(atA.query(Map.of()), atB.query(Map.of()));
    assertEquals(-1, atB.value("before0").path("n").asInt());
  }

  @Test
  void concurrentEditsOfDifferentFieldsSurviveAndOfOneFieldAgree() throws Exception {
    NodeClient atA = new NodeClient(a, "edits");
    NodeClient atB = new NodeClient(b, "edits");
    atA.put("alice", Map.of("name", "Alice", "age", 31, "role", "user"));
    Convergence.await(atA, atB, 1);
    b.stop();
    atA.put("alice", Map.of("name", "Alice A.", "age", 31, "role", "set by A"));
    startB(Meeting.NOWHERE);
    assertEquals(31, atB.value("alice").path("age").asInt());
    assertEquals(0, atB.status().peers());
    atB.put("alice", Map.of("name", "Alice", "age", 32, "role", "set by B"));
    b.stop();
    startB(meeting);
    Convergence.await(atA, atB, 1);
    JsonNode merged = atA.value("alice");
    assertEquals(merged, atB.value("alice"));
    assertEquals("Alice A.", merged.path("name").asText());
    assertEquals(32, merged.path("age").asInt());
    assertTrue(
        Set.of("set by A", "set by B").contains(merged.path("role").asText()), () -> "" + merged);
  }

  @Test
  void aPartIsAllThatComesFromOthers() throws Exception {
    NodeClient atA = new NodeClient(a, "part-at-b");
    NodeClient atB = new NodeClient(b, "part-at-b");
    atB.put("own", Map.of("project", "gemini"));
    for (int n = 0; n < 40; n++) {
      atA.put("n" + n, Map.of("n", n, "project", n % 2 == 0 ? "apollo" : "gemini"));
    }
    atA.put("last", Map.of("project", "apollo"));
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> atB.query(Map.of("project", "apollo")).size() == 21,
        () -> "the part did not arrive");
    assertEquals(Set.of("own"), atB.query(Map.of("project", "gemini")).keySet());
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> atA.query(Map.of("project", "gemini")).containsKey("own"),
        () -> "what is written beyond the part did not get through");
  }

  @Test
  void aBatchIsSeenWholeOrNotAtAll() throws Exception {
    int size = 20;
    int versions = 60;
    NodeClient atA = new NodeClient(a, "batches");
    NodeClient atB = new NodeClient(b, "batches");
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try {
            for (int version = 1; version <= versions; version++) {
              atA.putTogether(versioned(version, size));
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    Set<Integer> seen = new HashSet<>();
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> {
          Map<String, JsonNode> nodes = atB.query(Map.of("type", "versioned"));
          if (nodes.isEmpty()) {
            return false;
          }
          Set<Integer> found = new HashSet<>();
          nodes.values().forEach(node -> found.add(node.path("version").asInt()));
          seen.addAll(found);
          if (nodes.size() != size || found.size() != 1) {
            throw new AssertionError(nodes.size() + " nodes of the versions " + found);
          }
          return found.contains(versions);
        },
        () -> "the last batch did not arrive; seen: " + seen);
    assertNull(writing.get(60, TimeUnit.SECONDS));
    System.out.println("versions seen on the way: " + seen.size());
  }

  private static Map<String, Map<String, ?>> versioned(int version, int size) {
    Map<String, Map<String, ?>> nodes = new HashMap<>();
    for (int i = 0; i < size; i++) {
      nodes.put("part" + i, Map.of("type", "versioned", "version", version));
    }
    return nodes;
  }
}
