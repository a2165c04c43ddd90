package dev.hyphadb.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What readers may rely on while the owner writes. */
public abstract class ConcurrentStoreContractTest extends StoreContractTest {
  private static final int KEYS = 9;
  private static final int BATCHES = 2000;

  @Test
  void readersSeeWholeBatchesAndNothingOlderThanTheLastOneReturned() throws Exception {
    writeRound(0);
    AtomicLong returned = new AtomicLong();
    AtomicBoolean writing = new AtomicBoolean(true);
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try {
      List<Future<Long>> scans = new ArrayList<>();
      scans.add(readers.submit(() -> repeat(writing, () -> scanOnce(returned, false))));
      scans.add(readers.submit(() -> repeat(writing, () -> scanOnce(returned, true))));
      scans.add(readers.submit(() -> repeat(writing, () -> getOnce(returned))));
      for (int round = 1; round <= BATCHES; round++) {
        writeRound(round);
        returned.set(round);
      }
      writing.set(false);
      for (Future<Long> reader : scans) {
        assertTrue(reader.get(30, TimeUnit.SECONDS) > 0);
      }
    } finally {
      writing.set(false);
      readers.shutdownNow();
      assertTrue(readers.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  private static long repeat(AtomicBoolean writing, Callable<Void> read) throws Exception {
    long reads = 0;
    do {
      read.call();
      reads++;
    } while (writing.get());
    return reads;
  }

  /** Odd rounds clear the range first, so that a torn batch would also show as missing keys. */
  private void writeRound(long round) {
    WriteBatch batch = new WriteBatch();
    if (round % 2 == 1) {
      batch.deleteRange(Table.LOG, Keys.ofLong(0), Keys.ofLong(KEYS));
    }
    for (int key = 0; key < KEYS; key++) {
      batch.put(Table.LOG, Keys.ofLong(key), Keys.ofLong(round));
    }
    store.write(batch);
  }

  private Void scanOnce(AtomicLong returned, boolean reverse) {
    long least = returned.get();
    int seen = 0;
    long round = -1;
    try (Store.Cursor cursor =
        reverse ? store.scanReverse(Table.LOG, null, null) : store.scan(Table.LOG, null, null)) {
      while (cursor.next()) {
        long value = Octets.longAt(cursor.value(), 0);
        assertTrue(value >= least, "older than a write that had returned");
        assertTrue(round < 0 || round == value, "half a batch");
        round = value;
        seen++;
      }
    }
    assertEquals(KEYS, seen);
    return null;
  }

  private Void getOnce(AtomicLong returned) {
    long least = returned.get();
    byte[] value = store.get(Table.LOG, Keys.ofLong(KEYS - 1));
    // Between the parts of an unreturned batch a single get may find the key cleared.
    assertTrue(value == null || Octets.longAt(value, 0) >= least);
    return null;
  }
}
