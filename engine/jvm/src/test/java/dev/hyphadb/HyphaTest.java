package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.LiveEvent.Action;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.ValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HyphaTest {
  private static final long WAIT_SECONDS = 10;

  private Hypha db;

  @BeforeEach
  void open() {
    db = Hypha.open("test", Options.local().inMemory());
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static <T> T next(BlockingQueue<T> events) throws InterruptedException {
    T event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing came within " + WAIT_SECONDS + " s");
    }
    return event;
  }

  @Test
  void putGetRemove() {
    String id = db.put(Map.of("name", "Alice", "role", "admin"));
    assertEquals(Map.of("name", "Alice", "role", "admin"), db.get(id).orElseThrow().toMap());
    assertEquals(id, db.put(Map.of("role", "admin", "name", "Alice")));
    db.remove(id);
    assertEquals(Optional.empty(), db.get(id));
    db.remove(id);
  }

  @Test
  void putReplacesTheValue() {
    db.put(Map.of("a", 1, "b", 2), "n");
    db.put(Map.of("b", 3), "n");
    assertEquals(Map.of("b", 3L), db.get("n").orElseThrow().toMap());
  }

  @Test
  void aNumberIsTheSameWhateverItsType() {
    assertEquals(db.put(Map.of("n", 1)), db.put(Map.of("n", 1.0)));
  }

  @Test
  void edges() {
    db.batch(
        b -> b.put(Map.of("x", 1), "a").put(Map.of("x", 2), "b").link("a", "b").link("b", "a"));
    assertEquals(List.of("b"), db.get("a").orElseThrow().edges());
    db.unlink("a", "b");
    assertEquals(List.of(), db.get("a").orElseThrow().edges());
    db.remove("a");
    assertEquals(List.of(), db.get("b").orElseThrow().edges());
  }

  @Test
  void aBatchIsAllOrNothing() {
    byte[] before = db.status().stateHash();
    assertThrows(
        ValueException.class,
        () -> db.batch(b -> b.put(Map.of("x", 1), "a").put(Map.of("x", new Object()), "b")));
    assertTrue(db.get("a").isEmpty());
    assertEquals(List.of(), db.map(Map.of()));
    assertEquals(Arrays.toString(before), Arrays.toString(db.status().stateHash()));
  }

  @Test
  void badInputNamesItsPath() {
    ValueException bad =
        assertThrows(
            ValueException.class,
            () -> db.put(Map.of("list", List.of(1, Map.of("inner", Double.NaN)))));
    assertEquals("list.1.inner", bad.path());
    assertThrows(ValueException.class, () -> db.put(Map.of(), ""));
    assertThrows(ValueException.class, () -> db.put(Map.of("text", "\ud800")));
    QueryException unknown =
        assertThrows(
            QueryException.class, () -> db.map(Map.of("query", Map.of("age", Map.of("$foo", 1)))));
    assertEquals("query.age.$foo", unknown.path());
  }

  @Test
  void queriesByEqualityInOrder() {
    for (int i = 0; i < 10; i++) {
      db.put(Map.of("type", i % 2 == 0 ? "even" : "odd", "n", 10 - i), "id" + i);
    }
    List<Node> found =
        db.map(Map.of("query", Map.of("type", "even"), "field", "n", "$limit", 2, "$after", "id8"));
    assertEquals(List.of("id6", "id4"), found.stream().map(Node::id).toList());
    List<Node> before =
        db.map(
            Map.of("query", Map.of("type", "even"), "field", "n", "$limit", 1, "$before", "id4"));
    assertEquals(List.of("id6"), before.stream().map(Node::id).toList());
    assertEquals(List.of(), db.map(Map.of("$after", "unknown")));
  }

  @Test
  void liveQueriesTellEveryChange() throws InterruptedException {
    db.put(Map.of("type", "t", "n", 1), "a");
    BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
    try (Subscription live = db.map(Map.of("query", Map.of("type", "t")), events::add)) {
      assertEquals(Action.INITIAL, next(events).action());
      db.put(Map.of("type", "t", "n", 2), "b");
      assertEquals(Action.ADDED, next(events).action());
      db.put(Map.of("type", "t", "n", 3), "b");
      assertEquals(Action.UPDATED, next(events).action());
      db.put(Map.of("type", "other"), "b");
      LiveEvent left = next(events);
      assertEquals(Action.REMOVED, left.action());
      assertEquals(Map.of("type", "other"), left.node().toMap());
      db.remove("a");
      assertEquals(null, next(events).node());
    }
  }

  @Test
  void aWindowedLiveQueryTellsWhoEntersAndLeaves() throws InterruptedException {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Map<String, Object> options = Map.of("field", "n", "$limit", 2);
    try (Subscription live =
        db.map(options, event -> events.add(event.action() + " " + event.id()))) {
      db.put(Map.of("n", 5), "five");
      db.put(Map.of("n", 7), "seven");
      db.put(Map.of("n", 6), "six");
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        seen.add(next(events));
      }
      assertEquals(List.of("ADDED five", "ADDED seven", "REMOVED seven", "ADDED six"), seen);
    }
  }

  @Test
  void followingANodeCallsAtOnceAndOnChange() throws InterruptedException {
    BlockingQueue<Optional<Node>> seen = new LinkedBlockingQueue<>();
    try (Subscription following = db.get("n", seen::add)) {
      assertEquals(Optional.empty(), next(seen));
      db.put(Map.of("a", 1), "n");
      assertEquals(Map.of("a", 1L), next(seen).orElseThrow().toMap());
      db.remove("n");
      assertEquals(Optional.empty(), next(seen));
    }
  }

  @Test
  void manyThreadsWriteAtOnce() throws Exception {
    int threads = 4;
    int each = 500;
    try (ExecutorService platform = Executors.newFixedThreadPool(threads);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String prefix = "t" + t + "-";
        Callable<Void> writer =
            () -> {
              for (int i = 0; i < each; i++) {
                db.put(Map.of("n", i), prefix + i);
                assertEquals((long) i, db.get(prefix + i).orElseThrow().get("n"));
              }
              return null;
            };
        work.add((t % 2 == 0 ? platform : virtual).submit(writer));
      }
      for (Future<?> one : work) {
        one.get(3 * WAIT_SECONDS, TimeUnit.SECONDS);
      }
    }
    assertEquals(threads * each, db.map(Map.of()).size());
    assertEquals((long) threads * each, db.status().liveCommits());
  }

  @Test
  void clearRemovesEverything() {
    db.put(Map.of("a", 1), "a");
    db.put(Map.of("a", 2), "b");
    db.clear();
    assertEquals(List.of(), db.map(Map.of()));
    assertFalse(db.get("a").isPresent());
  }

  @Test
  void syncedAloneIsImmediate() throws Exception {
    db.synced(Duration.ofSeconds(WAIT_SECONDS)).get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void useAfterCloseSaysSo() {
    db.close();
    db.close();
    assertThrows(IllegalStateException.class, () -> db.put(Map.of("a", 1)));
  }
}
