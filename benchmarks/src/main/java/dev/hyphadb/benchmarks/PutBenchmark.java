package dev.hyphadb.benchmarks;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.benchmarks.Report.Target;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.store.WriteBatch;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable puts of new nodes through the public API, one at a time and in batches, against RocksDB
 * alone: the same keys and values, as the engine gives them to its store, on the same options, in
 * the same process.
 */
final class PutBenchmark {
  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 21;

  private PutBenchmark() {}

  static void run(Report report) throws Exception {
    compare(report, "durable single puts", 5_000, 1, Target.atLeast(0.6));
    compare(report, "durable batches of 100", 20_000, 100, Target.atLeast(0.7));
  }

  private static void compare(Report report, String name, int puts, int perBatch, Target target)
      throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> processorRatios = new ArrayList<>();
    Path directory = Directories.temporary();
    RecordingStore recorded = new RecordingStore();
    Replica recorder = Replica.open(recorded, ReplicaOptions.DEFAULTS, sha256(), byte[]::new);
    try (RawRocksDbBaseline raw = new RawRocksDbBaseline(directory.resolve("raw"));
        Hypha db = Hypha.open("bench", Options.local().withDirectory(directory))) {
      for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        report.progress(name, round, ROUNDS);
        long first = (long) (round + WARM_UP_ROUNDS) * puts;
        List<List<Operation>> batches = batches(first, puts, perBatch);
        List<WriteBatch> writes = writes(recorder, recorded, batches);
        // Compactions that one side sets off fall into the turn of the other: they take turns at
        // being first.
        Sample bare = round % 2 == 0 ? Sample.of(() -> raw.write(writes)) : null;
        Sample whole = Sample.of(() -> batches.forEach(db::submit));
        bare = bare == null ? Sample.of(() -> raw.write(writes)) : bare;
        if (round >= 0) {
          rates.add(puts * 1e9 / whole.elapsedNanos());
          ratios.add((double) bare.elapsedNanos() / whole.elapsedNanos());
          processorRatios.add((double) bare.processorNanos() / whole.processorNanos());
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row(name, "puts/s", rates);
    report.row(name + " / raw RocksDB", "ratio", ratios, target);
    report.row(name + " / raw RocksDB, processor time", "ratio", processorRatios);
  }

  private static List<List<Operation>> batches(long firstNumber, int puts, int perBatch) {
    List<List<Operation>> batches = new ArrayList<>(puts / perBatch);
    for (int done = 0; done < puts; done += perBatch) {
      List<Operation> batch = new ArrayList<>(perBatch);
      for (int i = 0; i < perBatch; i++) {
        batch.add(Person.put(firstNumber + done + i));
      }
      batches.add(batch);
    }
    return batches;
  }

  /** What the engine hands to its store for these operations. */
  private static List<WriteBatch> writes(
      Replica recorder, RecordingStore recorded, List<List<Operation>> batches) {
    recorded.take();
    for (List<Operation> batch : batches) {
      recorder.submit(batch, System.currentTimeMillis());
      recorder.flush(System.currentTimeMillis());
    }
    return recorded.take();
  }

  private static Sha256 sha256() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return digest::digest;
  }
}
