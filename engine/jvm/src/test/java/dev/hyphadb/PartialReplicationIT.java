package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.jvm.signaling.LocalCoordinator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two peers over real WebRTC, one of which holds a part. */
@Timeout(60)
class PartialReplicationIT {
  private static final int WAIT_SECONDS = 30;

  private final LocalCoordinator coordinator = LocalCoordinator.launch();
  private final Options options =
      Options.rtc()
          .inMemory()
          .withSignalingUrl(coordinator.url())
          .withAdvertisedAddress("127.0.0.1");
  private Hypha whole;
  private Hypha part;

  @BeforeEach
  void connect() throws Exception {
    whole = Hypha.open("plans", options);
    whole.put(Map.of("type", "Task", "name", "write"), "write");
    whole.put(Map.of("type", "Note", "name", "secret"), "note");
    CompletableFuture<Void> joined = new CompletableFuture<>();
    whole.room().onJoin((peer, kind) -> joined.complete(null));
    Scope tasks = Scope.parse(Map.of("queries", List.of(Map.of("type", "Task")), "depth", 0));
    part = Hypha.open("plans", options.withScope(tasks));
    joined.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    part.close();
    whole.close();
    coordinator.close();
  }

  private void sync() throws Exception {
    for (Hypha db : List.of(whole, part, whole, part)) {
      db.synced(Duration.ofSeconds(WAIT_SECONDS)).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void holdsWhatItAskedForAndMoreWhenItAsksForMore() throws Exception {
    sync();
    assertEquals("write", part.get("write").orElseThrow().get("name"));
    assertFalse(part.get("note").isPresent());
    part.put(Map.of("type", "Idea"), "own");
    sync();
    assertEquals("Idea", whole.get("own").orElseThrow().get("type"));
    part.setScope(null);
    sync();
    assertEquals("secret", part.get("note").orElseThrow().get("name"));
    assertEquals(whole.map(Map.of()), part.map(Map.of()));
  }

  @Test
  void liveQueriesSeeWhatComesAndNothingOfNarrowing() throws Exception {
    sync();
    List<String> seen = new CopyOnWriteArrayList<>();
    try (AutoCloseable subscription =
        part.map(Map.of(), event -> seen.add(event.action() + " " + event.id()))) {
      part.setScope(null);
      sync();
      part.setScope(Scope.parse(Map.of("queries", List.of(Map.of("type", "Note")))));
      sync();
      whole.put(Map.of("type", "Task", "name", "read"), "write");
      whole.put(Map.of("type", "Note", "name", "last"), "other");
      sync();
      assertEquals("last", part.get("other").orElseThrow().get("name"));
    }
    assertEquals("write", part.get("write").orElseThrow().get("name"));
    assertEquals(List.of("INITIAL write", "ADDED note", "ADDED other"), seen);
  }

  @Test
  void sayWhatIsWrongWithAScope() {
    assertThrows(QueryException.class, () -> Scope.parse(Map.of("depth", 1)));
    assertThrows(
        QueryException.class, () -> Scope.parse(Map.of("queries", List.of(Map.of()), "limit", 1)));
  }
}
