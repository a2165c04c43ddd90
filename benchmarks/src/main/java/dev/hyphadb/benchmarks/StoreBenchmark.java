package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The storage port on RocksDB: reads under JMH; {@link #main} compares writes with the bare loop.
 * Writes are not a JMH benchmark because compactions of one side would fall into the turn of the
 * other: {@code main} interleaves short rounds of both and takes medians.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreBenchmark {
  private static final int NODES = 200_000;

  private final GraphWrites writes = new GraphWrites();
  private Path directory;
  private Store store;

  @Setup
  public void fill() throws IOException {
    directory = Directories.temporary();
    store = Storage.open(directory, StorageOptions.defaults());
    writes.next(NODES, 100).forEach(store::write);
    store.close();
    store = Storage.open(directory, StorageOptions.defaults());
  }

  @TearDown
  public void remove() throws IOException {
    store.close();
    Directories.delete(directory);
  }

  @Benchmark
  public byte[] getPresent() {
    return store.get(Table.NODE, writes.key(0, ThreadLocalRandom.current().nextInt(NODES)));
  }

  @Benchmark
  public byte[] getHot() {
    return store.get(Table.NODE, writes.key(0, ThreadLocalRandom.current().nextInt(1000)));
  }

  @Benchmark
  public byte[] getAbsent() {
    return store.get(Table.NODE, writes.key(0, NODES + ThreadLocalRandom.current().nextInt(NODES)));
  }

  @Benchmark
  public int scanHundredOfTheLog() {
    int bytes = 0;
    long first = ThreadLocalRandom.current().nextInt(NODES - 100);
    try (Store.Cursor cursor =
        store.scan(Table.LOG, Keys.ofLong(first), Keys.ofLong(first + 100))) {
      while (cursor.next()) {
        bytes += cursor.key().length + cursor.value().length;
      }
    }
    return bytes;
  }

  /**
   * Arguments: rounds (default 60), puts a round (default 2000). Elapsed time is what users see;
   * the writing thread's processor time says the same more steadily on a busy machine.
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int puts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
    for (int perBatch : new int[] {1, 100}) {
      compareWrites(rounds, puts, perBatch);
    }
  }

  private static void compareWrites(int rounds, int puts, int perBatch) throws Exception {
    Path rawDirectory = Directories.temporary();
    Path storeDirectory = Directories.temporary();
    double[] elapsed = new double[rounds];
    double[] processor = new double[rounds];
    double[] rawRate = new double[rounds];
    double[] storeRate = new double[rounds];
    try (RawRocksDbBaseline baseline = new RawRocksDbBaseline(rawDirectory);
        Store store = Storage.open(storeDirectory, StorageOptions.defaults())) {
      GraphWrites writes = new GraphWrites();
      for (int round = -5; round < rounds; round++) {
        List<WriteBatch> batches = writes.next(puts, perBatch);
        Sample raw;
        Sample port;
        if (round % 2 == 0) {
          raw = Sample.of(() -> baseline.write(batches));
          port = Sample.of(() -> batches.forEach(store::write));
        } else {
          port = Sample.of(() -> batches.forEach(store::write));
          raw = Sample.of(() -> baseline.write(batches));
        }
        if (round < 0) {
          continue;
        }
        rawRate[round] = puts * 1e9 / raw.elapsedNanos();
        storeRate[round] = puts * 1e9 / port.elapsedNanos();
        elapsed[round] = (double) raw.elapsedNanos() / port.elapsedNanos();
        processor[round] = (double) raw.processorNanos() / port.processorNanos();
      }
    }
    Directories.delete(rawDirectory);
    Directories.delete(storeDirectory);
    System.out.printf(
        "%d puts a batch, medians of %d rounds: bare RocksDB %.0f puts/s, RocksDbStore %.0f puts/s;"
            + " ratio by elapsed time %s, by processor time %s%n",
        perBatch,
        rounds,
        quartile(rawRate, 2),
        quartile(storeRate, 2),
        spread(elapsed),
        spread(processor));
  }

  private static String spread(double[] samples) {
    return String.format(
        "%.3f (quartiles %.3f, %.3f)",
        quartile(samples, 2), quartile(samples, 1), quartile(samples, 3));
  }

  private static double quartile(double[] samples, int quarters) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * quarters / 4)];
  }
}
