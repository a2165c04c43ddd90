package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.store.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes through the public API, on files and on the heap. */
class HyphaIndexTest {
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int PAIRS = 50;

  @TempDir Path directory;

  private static void awaitBuilt(Hypha db) {
    long start = System.nanoTime();
    while (!db.indexes().stream().allMatch(IndexStatus::isReady)) {
      assertTrue(System.nanoTime() - start < WAIT_NANOS, () -> "not built: " + db.indexes());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Test
  void anIndexIsBuiltUsedKeptAndDropped() {
    Options options = Options.local().withDirectory(directory);
    Map<String, Object> query = Map.of("query", Map.of("n", 7), "explain", true);
    try (Hypha db = Hypha.open("db", options)) {
      db.batch(batch -> {
        for (int i = 0; i < 2_000; i++) {
          batch.put(Map.of("n", i % 100, "text", "word" + i), "id" + i);
        }
      });
      assertEquals("all nodes", db.explain(query).explanation().plan());
      db.createIndex("n");
      awaitBuilt(db);
      Answer answer = db.explain(query);
      assertTrue(answer.explanation().plan().startsWith("index (n)"), answer.explanation().plan());
      assertEquals(20, answer.nodes().size());
      assertEquals(20, answer.explanation().nodesExamined());
    }
    try (Hypha db = Hypha.open("db", options.withIi())) {
      awaitBuilt(db);
      assertEquals(
          List.of("n", "$text"),
          db.indexes().stream().map(status -> status.definition().name()).toList());
      db.put(Map.of("n", 7, "text", "another"), "id2000");
      assertEquals(21, db.map(query).size());
      Map<String, Object> words = Map.of("query", Map.of("$text", "another"));
      assertEquals("id2000", db.map(words).get(0).id());
      assertTrue(db.explain(words).explanation().plan().startsWith("words (another)"));
      assertTrue(db.verify(Progress.NONE).isSound());
      db.rebuildIndexes();
      awaitBuilt(db);
      assertTrue(db.verify(Progress.NONE).isSound());
      assertTrue(db.dropIndex("n"));
      assertTrue(db.dropIndex(IndexDefinition.words()));
      assertFalse(db.dropIndex("n"));
      assertTrue(db.indexes().isEmpty());
      assertTrue(db.verify(Progress.NONE).isSound());
    }
  }

  @Test
  void whatQueriesKeepAskingForGetsAnIndexByItself() {
    try (Hypha db = Hypha.open("db", Options.local().inMemory());
        Hypha other = Hypha.open("other", Options.local().inMemory().withAutomaticIndexes(false))) {
      for (Hypha each : List.of(db, other)) {
        each.batch(batch -> {
          for (int i = 0; i < 1_500; i++) {
            batch.put(Map.of("n", i), "id" + i);
          }
        });
        for (int i = 0; i < 8; i++) {
          assertEquals(1, each.map(Map.of("query", Map.of("n", i))).size());
        }
      }
      long start = System.nanoTime();
      while (db.indexes().isEmpty() && System.nanoTime() - start < WAIT_NANOS) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      awaitBuilt(db);
      assertTrue(db.indexes().get(0).isAutomatic());
      Answer answer = db.explain(Map.of("query", Map.of("n", 77)));
      assertEquals(1, answer.explanation().nodesExamined());
      assertTrue(other.indexes().isEmpty());
    }
  }

  @Test
  void everyAnswerIsThatOfOneMomentOnFiles() throws Exception {
    try (Hypha db = Hypha.open("db", Options.local().withDirectory(directory))) {
      everyAnswerIsThatOfOneMoment(db);
    }
  }

  @Test
  void everyAnswerIsThatOfOneMomentOnTheHeap() throws Exception {
    try (Hypha db = Hypha.open("db", Options.local().inMemory())) {
      everyAnswerIsThatOfOneMoment(db);
    }
  }

  /** Two nodes of a pair always hold each other's complement, and change in one commit. */
  private static void everyAnswerIsThatOfOneMoment(Hypha db) throws Exception {
    put(db, 0, 0);
    db.createIndex("side", "n");
    awaitBuilt(db);
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> writer =
          threads.submit(() -> {
            for (int i = 1; i < 400; i++) {
              put(db, i % PAIRS, i);
            }
          });
      int asked = 0;
      while (!writer.isDone() || asked < 20) {
        List<Node> left =
            db.map(Map.of("query", Map.of("side", Map.of("$in", List.of("a", "b"))), "field", "n"));
        long sum = left.stream().mapToLong(node -> (Long) node.get("n")).sum();
        assertEquals(0, sum, () -> "torn: " + left);
        assertEquals(2 * PAIRS, left.size());
        asked++;
      }
      writer.get();
    }
  }

  private static void put(Hypha db, int from, int value) {
    db.batch(batch -> {
      for (int pair = value == 0 ? 0 : from; pair < (value == 0 ? PAIRS : from + 1); pair++) {
        batch.put(Map.of("side", "a", "n", value), "a" + pair);
        batch.put(Map.of("side", "b", "n", -value), "b" + pair);
      }
    });
  }
}
