package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.value.PlainValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Point reads of nodes that are in the cache, from two threads. */
final class ReadBenchmark {
  private static final int ROUNDS = 7;
  private static final int NODES = 10_000;
  private static final int READS = 1_000_000;
  private static final int THREADS = 2;

  private ReadBenchmark() {}

  static void run(Report report) throws Exception {
    Path directory = Directories.temporary();
    List<Double> rates = new ArrayList<>();
    try (Hypha db = Hypha.open("bench", Options.local().withDirectory(directory));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      String[] ids = new String[NODES];
      for (int i = 0; i < NODES; i++) {
        ids[i] = db.put(PlainValues.toPlainMap(Person.value(i)), Person.id(i));
      }
      for (int round = -2; round < ROUNDS; round++) {
        long start = System.nanoTime();
        List<Future<Integer>> readers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          int offset = t * 17;
          readers.add(threads.submit(() -> read(db, ids, offset)));
        }
        for (Future<Integer> reader : readers) {
          if (reader.get() != READS) {
            throw new AssertionError("a node was not found");
          }
        }
        if (round >= 0) {
          rates.add(READS * (double) THREADS * 1e9 / (System.nanoTime() - start));
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row(
        "point reads, hot, " + THREADS + " threads", "reads/s", rates, Report.Target.atLeast(1e6));
  }

  private static int read(Hypha db, String[] ids, int offset) {
    int found = 0;
    for (int i = 0; i < READS; i++) {
      if (db.get(ids[(i * 31 + offset) % NODES]).isPresent()) {
        found++;
      }
    }
    return found;
  }
}
