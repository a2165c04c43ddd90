package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.signaling.LocalCoordinator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two peers over real WebRTC, one of which decides about what the other does. */
@Timeout(60)
class MiddlewareIT {
  private static final int WAIT_SECONDS = 30;

  private final LocalCoordinator coordinator = LocalCoordinator.launch();
  private final BlockingQueue<SyncReport> reports = new LinkedBlockingQueue<>();
  private Hypha writer;
  private Hypha decider;

  @BeforeEach
  void connect() throws Exception {
    writer = open();
    CompletableFuture<Void> joined = new CompletableFuture<>();
    writer.room().onJoin((peer, kind) -> joined.complete(null));
    decider = open();
    decider.room().onSync(reports::add);
    joined.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private Hypha open() {
    return Hypha.open(
        "shop",
        Options.rtc()
            .inMemory()
            .withSignalingUrl(coordinator.url())
            .withAdvertisedAddress("127.0.0.1"));
  }

  @AfterEach
  void close() {
    writer.close();
    decider.close();
    coordinator.close();
  }

  private void sync() throws Exception {
    for (Hypha db : List.of(writer, decider, writer, decider)) {
      db.synced(Duration.ofSeconds(WAIT_SECONDS)).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static List<RemoteOperation> notFree(
      List<RemoteOperation> operations, Map<String, Node> previousStates) {
    boolean isFree =
        operations.stream()
            .anyMatch(operation ->
                operation.value() != null && Value.of(0).equals(operation.value().get("price")));
    return isFree ? null : operations;
  }

  private static List<RemoteOperation> withOldPrice(
      List<RemoteOperation> operations, Map<String, Node> previousStates) {
    RemoteOperation operation = operations.get(0);
    Node before = previousStates.get(operation.id());
    if (before == null || operation.value() == null || operation.value().has("was")) {
      return operations;
    }
    Fields.Builder value = Fields.builder();
    operation.value().forEach(value::put);
    value.put("was", before.value().get("price"));
    return List.of(operation.withValue(value.build()));
  }

  @Test
  void dropsAndChangesInOrder() throws Exception {
    decider.use(MiddlewareIT::notFree);
    Subscription second = decider.use(MiddlewareIT::withOldPrice);
    writer.put(Map.of("price", 5), "pen");
    writer.put(Map.of("price", 0), "ink");
    sync();
    assertEquals(5L, decider.get("pen").orElseThrow().get("price"));
    assertFalse(decider.get("ink").isPresent());
    assertEquals(1, decider.status().refusedCommits());

    writer.put(Map.of("price", 7), "pen");
    sync();
    sync();
    assertEquals(Map.of("price", 7L, "was", 5L), writer.get("pen").orElseThrow().toMap());
    assertEquals(Map.of("price", 7L, "was", 5L), decider.get("pen").orElseThrow().toMap());

    second.close();
    decider.use((operations, previousStates) -> {
      throw new IllegalStateException("a fault of the application");
    });
    writer.put(Map.of("price", 9), "cup");
    sync();
    assertFalse(decider.get("cup").isPresent());

    SyncReport first = reports.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    assertTrue(first != null && first.bytesReceived() > 0, "reports: " + first);
  }
}
