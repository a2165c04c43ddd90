package dev.hyphadb.benchmarks;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.rocksdb.RocksDBException;

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
    new StoreWrites(store).run(NODES, 100);
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

  /** Arguments: rounds (default 15), puts a round (default 20000). */
  public static void main(String[] arguments) throws IOException, RocksDBException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    int puts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
    for (int perBatch : new int[] {1, 100}) {
      compareWrites(rounds, puts, perBatch);
    }
  }

  private static void compareWrites(int rounds, int puts, int perBatch)
      throws IOException, RocksDBException {
    Path rawDirectory = Directories.temporary();
    Path storeDirectory = Directories.temporary();
    double[] raw = new double[rounds];
    double[] port = new double[rounds];
    double[] ratio = new double[rounds];
    try (RawRocksDbBaseline baseline = new RawRocksDbBaseline(rawDirectory);
        Store store = Storage.open(storeDirectory, StorageOptions.defaults())) {
      StoreWrites through = new StoreWrites(store);
      baseline.run(puts, perBatch);
      through.run(puts, perBatch);
      for (int round = 0; round < rounds; round++) {
        boolean rawFirst = round % 2 == 0;
        long first = rawFirst ? baseline.run(puts, perBatch) : through.run(puts, perBatch);
        long second = rawFirst ? through.run(puts, perBatch) : baseline.run(puts, perBatch);
        raw[round] = puts * 1e9 / (rawFirst ? first : second);
        port[round] = puts * 1e9 / (rawFirst ? second : first);
        ratio[round] = port[round] / raw[round];
      }
    }
    Directories.delete(rawDirectory);
    Directories.delete(storeDirectory);
    System.out.printf(
        "%d puts a batch: bare RocksDB %.0f puts/s, RocksDbStore %.0f puts/s; median ratio %.3f"
            + " (of %d rounds %.3f to %.3f)%n",
        perBatch, median(raw), median(port), median(ratio), rounds, ratio[0], ratio[rounds - 1]);
  }

  /** Sorts the samples. */
  private static double median(double[] samples) {
    Arrays.sort(samples);
    return samples[samples.length / 2];
  }
}
