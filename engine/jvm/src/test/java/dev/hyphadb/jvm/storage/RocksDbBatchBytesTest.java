package dev.hyphadb.jvm.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** RocksDB itself reads back what was written, record by record. */
class RocksDbBatchBytesTest {
  @BeforeAll
  static void load() {
    RocksDB.loadLibrary();
  }

  @Test
  void rocksDbUnderstandsEveryRecordWhateverItsLength() throws RocksDBException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RocksDbBatchBytes bytes = new RocksDbBatchBytes();
    StringBuilder expected = new StringBuilder();
    int[] lengths = {0, 1, 127, 128, 16_383, 16_384, 70_000, 2_100_000};
    for (int length : lengths) {
      for (int family : new int[] {1, 127, 128, 20_000}) {
        byte[] key = random(random, 1 + random.nextInt(300));
        byte[] value = random(random, length);
        bytes.put(family, key, value);
        bytes.delete(family, key);
        bytes.deleteRange(family, key, value);
        expected.append(line("put", family, key, value));
        expected.append(line("delete", family, key, new byte[0]));
        expected.append(line("range", family, key, value));
      }
    }
    RecordedBatch recorded = new RecordedBatch();
    try (WriteBatch batch = new WriteBatch(bytes.take())) {
      assertEquals(lengths.length * 4 * 3, batch.count());
      batch.iterate(recorded);
    }
    assertEquals(expected.toString(), recorded.lines.toString(), "seed " + seed);
  }

  @Test
  void isEmptyAfterBeingTaken() {
    RocksDbBatchBytes bytes = new RocksDbBatchBytes();
    byte[] untouched = bytes.take();
    bytes.put(1, new byte[] {1}, new byte[2_000_000]);
    bytes.take();
    assertArrayEquals(untouched, bytes.take());
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String line(String kind, int family, byte[] key, byte[] value) {
    return kind + " " + family + " " + Arrays.hashCode(key) + " " + Arrays.hashCode(value) + "\n";
  }

  private static final class RecordedBatch extends WriteBatch.Handler {
    final StringBuilder lines = new StringBuilder();

    @Override
    public void put(int family, byte[] key, byte[] value) {
      lines.append(line("put", family, key, value));
    }

    @Override
    public void delete(int family, byte[] key) {
      lines.append(line("delete", family, key, new byte[0]));
    }

    @Override
    public void deleteRange(int family, byte[] from, byte[] to) {
      lines.append(line("range", family, from, to));
    }

    @Override
    public void put(byte[] key, byte[] value) {
      throw new AssertionError("no column family");
    }

    @Override
    public void merge(int family, byte[] key, byte[] value) {
      throw new AssertionError("merge");
    }

    @Override
    public void merge(byte[] key, byte[] value) {
      throw new AssertionError("merge");
    }

    @Override
    public void delete(byte[] key) {
      throw new AssertionError("no column family");
    }

    @Override
    public void singleDelete(int family, byte[] key) {
      throw new AssertionError("single delete");
    }

    @Override
    public void singleDelete(byte[] key) {
      throw new AssertionError("single delete");
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
      throw new AssertionError("no column family");
    }

    @Override
    public void logData(byte[] blob) {
      throw new AssertionError("log data");
    }

    @Override
    public void putBlobIndex(int family, byte[] key, byte[] value) {
      throw new AssertionError("blob index");
    }

    @Override
    public void markBeginPrepare() {
      throw new AssertionError("transaction");
    }

    @Override
    public void markEndPrepare(byte[] id) {
      throw new AssertionError("transaction");
    }

    @Override
    public void markNoop(boolean empty) {
      throw new AssertionError("transaction");
    }

    @Override
    public void markRollback(byte[] id) {
      throw new AssertionError("transaction");
    }

    @Override
    public void markCommit(byte[] id) {
      throw new AssertionError("transaction");
    }

    @Override
    public void markCommitWithTimestamp(byte[] id, byte[] timestamp) {
      throw new AssertionError("transaction");
    }
  }
}
