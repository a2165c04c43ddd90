package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable puts through the public API, one at a time and in batches, against RocksDB alone writing
 * as many keys of the same sizes in the same process.
 */
final class PutBenchmark {
  private static final int ROUNDS = 7;

  private PutBenchmark() {}

  /** A person of about 190 bytes, as the comparisons with other databases use. */
  static Fields person(long number) {
    return Fields.builder()
        .put("type", "User")
        .put("name", "Person number " + number)
        .put("email", "person" + number + "@example.org")
        .put("age", 18 + number % 60)
        .put(
            "tags",
            new Value.Items(
                List.of(
                    Value.of("tag" + number % 10),
                    Value.of("tag" + number % 7),
                    Value.of("tag" + number % 3))))
        .put("city", "City " + number % 100)
        .put("active", number % 2 == 0)
        .put("score", number * 7919 % 100_000)
        .build();
  }

  static void run(Report report) throws Exception {
    compare(report, "durable single puts", 20_000, 1);
    compare(report, "durable batches of 100", 50_000, 100);
  }

  private static void compare(Report report, String name, int puts, int perBatch) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    Path directory = Directories.temporary();
    try (RawRocksDbBaseline raw = new RawRocksDbBaseline(directory.resolve("raw"));
        Hypha db = Hypha.open("bench", Options.local().withDirectory(directory))) {
      long number = 0;
      for (int round = -2; round < ROUNDS; round++) {
        long rawNanos = raw.run(puts, perBatch);
        List<List<Operation>> batches = batches(number, puts, perBatch);
        number += puts;
        long start = System.nanoTime();
        for (List<Operation> batch : batches) {
          db.submit(batch);
        }
        long nanos = System.nanoTime() - start;
        if (round >= 0) {
          ratios.add((double) rawNanos / nanos);
          rates.add(puts * 1e9 / nanos);
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row(name, "puts/s", rates);
    report.row(name + " / raw RocksDB", "ratio", ratios);
  }

  private static List<List<Operation>> batches(long firstNumber, int puts, int perBatch) {
    List<List<Operation>> batches = new ArrayList<>(puts / perBatch);
    for (int done = 0; done < puts; done += perBatch) {
      List<Operation> batch = new ArrayList<>(perBatch);
      for (int i = 0; i < perBatch; i++) {
        long number = firstNumber + done + i;
        batch.add(new Operation.Put("person-" + number, person(number)));
      }
      batches.add(batch);
    }
    return batches;
  }
}
