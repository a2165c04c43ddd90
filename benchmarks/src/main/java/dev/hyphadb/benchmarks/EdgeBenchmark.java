package dev.hyphadb.benchmarks;

import dev.hyphadb.Batch;
import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.PlainValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks from one of 1,000 departments over five levels: 3 teams in it, below each of them three
 * levels of 3, and 1 more on the fifth, all in all some 150 nodes, of which 145 match.
 */
final class EdgeBenchmark {
  private static final int DEPARTMENTS = 1_000;
  private static final int ROUNDS = 7;
  private static final int QUERIES = 2_000;
  private static final int MATCHES = 145;

  private EdgeBenchmark() {}

  static void run(Report report) throws Exception {
    Path directory = Directories.temporary();
    List<Double> byId = new ArrayList<>();
    List<Double> byName = new ArrayList<>();
    try (Hypha db = Hypha.open("bench", Options.local().withDirectory(directory))) {
      for (int i = 0; i < DEPARTMENTS; i++) {
        int department = i;
        db.batch(batch -> department(batch, department));
      }
      for (int round = -2; round < ROUNDS; round++) {
        double ids = rate(db, "id", "d", QUERIES);
        double names = rate(db, "name", "Department ", round < 0 ? 2 : 20);
        if (round >= 0) {
          byId.add(ids);
          byName.add(names);
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row("$edge from 1 of 1,000 departments by id, depth 5, 145 matches", "1/s", byId);
    report.row("the same by name", "1/s", byName);
  }

  private static double rate(Hypha db, String field, String prefix, int queries) {
    Query[] prepared = new Query[queries];
    for (int i = 0; i < queries; i++) {
      Map<String, Object> sub = Map.of("type", "Employee", "$depth", 5);
      Map<String, Object> query = Map.of(field, prefix + i * 7 % DEPARTMENTS, "$edge", sub);
      prepared[i] = Query.parse(PlainValues.fromMap(Map.of("query", query)));
    }
    long start = System.nanoTime();
    for (Query query : prepared) {
      int found = db.map(query).size();
      if (found != MATCHES) {
        throw new AssertionError(found + " matches");
      }
    }
    return queries * 1e9 / (System.nanoTime() - start);
  }

  private static void department(Batch batch, int number) {
    String id = "d" + number;
    batch.put(Map.of("type", "Department", "name", "Department " + number), id);
    List<String> level = List.of(id);
    int made = 0;
    for (int depth = 1; depth <= 5; depth++) {
      List<String> next = new ArrayList<>();
      for (String parent : level) {
        for (int i = 0; i < 3 && made < MATCHES + 5; i++) {
          String child = id + "." + made;
          String type = made < 5 ? "Team" : "Employee";
          batch.put(Map.of("type", type, "name", "Name " + made, "age", 20 + made % 40), child);
          batch.link(parent, child);
          next.add(child);
          made++;
        }
      }
      level = next;
    }
  }
}
