package dev.hyphadb.benchmarks;

import dev.hyphadb.Batch;
import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.PlainValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks over 1,000 departments: trees of 151 with three below each, from whose top five levels lead
 * to 150, of which 145 match.
 */
final class EdgeBenchmark {
  private static final int DEPARTMENTS = 1_000;
  private static final int TREE = 151;
  private static final int ROUNDS = 7;
  private static final int QUERIES = 2_000;
  private static final int MATCHES = 145;

  private EdgeBenchmark() {}

  static void run(Report report) throws Exception {
    Path directory = Directories.temporary();
    List<Double> byId = new ArrayList<>();
    List<Double> byName = new ArrayList<>();
    List<Double> processorById = new ArrayList<>();
    try (Hypha db = Hypha.open("bench", Options.local().withDirectory(directory))) {
      for (int i = 0; i < DEPARTMENTS; i += TREE) {
        int top = i;
        db.batch(batch -> tree(batch, top));
      }
      db.createIndex("name");
      while (!db.indexes().stream().allMatch(IndexStatus::isReady)) {
        Thread.sleep(10);
      }
      for (int round = -2; round < ROUNDS; round++) {
        Sample ids = sample(db, "id", "d");
        Sample names = sample(db, "name", "Department d");
        if (round >= 0) {
          byId.add(QUERIES * 1e9 / ids.elapsedNanos());
          processorById.add(QUERIES * 1e9 / ids.processorNanos());
          byName.add(QUERIES * 1e9 / names.elapsedNanos());
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row("$edge from 1 of 1,000 departments by id, depth 5, 145 matches", "1/s", byId);
    report.row("the same, for each second of processor time", "1/s", processorById);
    report.row("the same by an indexed name", "1/s", byName);
  }

  private static Sample sample(Hypha db, String field, String prefix) throws Exception {
    Query[] prepared = new Query[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      Map<String, Object> sub = Map.of("type", "Department", "active", true, "$depth", 5);
      Map<String, Object> query =
          Map.of(field, prefix + i % (DEPARTMENTS / TREE) * TREE, "$edge", sub);
      prepared[i] = Query.parse(PlainValues.fromMap(Map.of("query", query)));
    }
    return Sample.of(() -> {
      for (Query query : prepared) {
        int found = db.map(query).size();
        if (found != MATCHES) {
          throw new AssertionError(found + " matches");
        }
      }
    });
  }

  /** As much of a tree as there are departments left. */
  private static void tree(Batch batch, int top) {
    int end = Math.min(TREE, DEPARTMENTS - top);
    for (int i = 0; i < end; i++) {
      String id = "d" + (top + i);
      boolean isActive = i == 0 || i > 5;
      batch.put(Map.of("type", "Department", "name", "Department " + id, "active", isActive), id);
      for (int child = 3 * i + 1; child <= 3 * i + 3 && child < end; child++) {
        batch.link(id, "d" + (top + child));
      }
    }
  }
}
