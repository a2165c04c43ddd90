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

/**
 * Point reads of nodes that are in the cache: from two threads in the process that has the files
 * open, and through another handle on the directory, which asks that one over the local socket.
 */
final class ReadBenchmark {
  private static final int ROUNDS = 7;
  private static final int NODES = 10_000;
  private static final int READS = 1_000_000;
  private static final int THREADS = 2;

  /** A round trip each. */
  private static final int GUEST_READS = 2_000;

  private ReadBenchmark() {}

  static void run(Report report) throws Exception {
    Path directory = Directories.temporary();
    Options options = Options.local().withDirectory(directory);
    List<Double> rates;
    List<Double> guestRates;
    List<Double> guestMicros;
    try (Hypha db = Hypha.open("bench", options)) {
      String[] ids = new String[NODES];
      for (int i = 0; i < NODES; i++) {
        ids[i] = db.put(PlainValues.toPlainMap(Person.value(i)), Person.id(i));
      }
      rates = rates(db, ids, THREADS, READS);
      try (Hypha guest = Hypha.open("bench", options)) {
        guestRates = rates(guest, ids, THREADS, GUEST_READS);
        guestMicros = rates(guest, ids, 1, GUEST_READS).stream().map(rate -> 1e6 / rate).toList();
      }
    } finally {
      Directories.delete(directory);
    }
    report.row(
        "point reads, hot, " + THREADS + " threads", "reads/s", rates, Report.Target.atLeast(1e6));
    report.row("the same through the local socket", "reads/s", guestRates);
    report.row("one read through the local socket", "us", guestMicros);
  }

  /** Reads a second, of all threads together, by rounds. */
  private static List<Double> rates(Hypha db, String[] ids, int threadCount, int reads)
      throws Exception {
    List<Double> rates = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(threadCount)) {
      for (int round = -2; round < ROUNDS; round++) {
        long start = System.nanoTime();
        List<Future<Integer>> readers = new ArrayList<>();
        for (int t = 0; t < threadCount; t++) {
          int offset = t * 17;
          readers.add(threads.submit(() -> read(db, ids, offset, reads)));
        }
        for (Future<Integer> reader : readers) {
          if (reader.get() != reads) {
            throw new AssertionError("a node was not found");
          }
        }
        if (round >= 0) {
          rates.add(reads * (double) threadCount * 1e9 / (System.nanoTime() - start));
        }
      }
    }
    return rates;
  }

  private static int read(Hypha db, String[] ids, int offset, int reads) {
    int found = 0;
    for (int i = 0; i < reads; i++) {
      if (db.get(ids[(i * 31 + offset) % NODES]).isPresent()) {
        found++;
      }
    }
    return found;
  }
}
