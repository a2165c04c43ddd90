package dev.hyphadb.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a store on disk promises on top: it comes back as it was, and closing it is final. */
public abstract class DurableStoreContractTest extends ConcurrentStoreContractTest {
  @Override
  protected Store betweenRounds(Store current) {
    current.close();
    return open(directory);
  }

  @Test
  void reopenEqualsBefore() {
    Random random = new Random(11);
    byte[] large = new byte[3 << 20];
    random.nextBytes(large);
    for (int i = 0; i < 2000; i++) {
      WriteBatch batch = new WriteBatch();
      Table table = Table.values()[i % Table.values().length];
      batch.put(table, Keys.ofLong(i), Keys.ofLong(random.nextLong()));
      batch.delete(table, Keys.ofLong(i / 3));
      store.write(batch);
    }
    WriteBatch last = new WriteBatch();
    last.deleteRange(Table.LOG, Keys.ofLong(1000), Keys.ofLong(1500));
    last.put(Table.COMMIT, bytes("large"), large);
    store.write(last);
    List<List<String>> before = everything();
    for (int reopens = 0; reopens < 3; reopens++) {
      store.close();
      store = open(directory);
      assertEquals(before, everything());
      assertArrayEquals(large, store.get(Table.COMMIT, bytes("large")));
    }
  }

  @Test
  void everyUseAfterCloseIsAStoreException() {
    putAll(Table.NODE, "a", "b");
    Store.Cursor open = store.scan(Table.NODE, null, null);
    assertTrue(open.next());
    store.close();
    WriteBatch batch = new WriteBatch();
    batch.put(Table.NODE, bytes("c"), bytes("c"));
    List<Executable> uses =
        List.of(
            () -> store.get(Table.NODE, bytes("a")),
            () -> store.scan(Table.NODE, null, null),
            () -> store.scanReverse(Table.NODE, null, null),
            () -> store.write(batch),
            open::next);
    for (Executable use : uses) {
      String message = assertThrows(StoreException.class, use).getMessage();
      assertTrue(message.contains("closed"), message);
      assertTrue(message.contains(directory.toString()), message);
    }
    open.close();
  }

  /** Readers at full speed while the store closes under them: each ends with a StoreException. */
  @RepeatedTest(5)
  void readersDuringCloseGetAStoreException() throws Exception {
    WriteBatch batch = new WriteBatch();
    for (int key = 0; key < 500; key++) {
      batch.put(Table.NODE, Keys.ofLong(key), new byte[200]);
    }
    store.write(batch);
    int count = 4;
    CountDownLatch reading = new CountDownLatch(count);
    ExecutorService readers = Executors.newFixedThreadPool(count);
    try {
      List<Future<String>> ends = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean scans = i % 2 == 0;
        ends.add(readers.submit(() -> readUntilClosed(scans, reading)));
      }
      assertTrue(reading.await(30, TimeUnit.SECONDS));
      store.close();
      for (Future<String> end : ends) {
        String message = end.get(30, TimeUnit.SECONDS);
        assertTrue(message.contains("closed"), message);
      }
    } finally {
      readers.shutdownNow();
      assertTrue(readers.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  private String readUntilClosed(boolean scans, CountDownLatch reading) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try {
      for (long reads = 0; System.nanoTime() < deadlineNanos; reads++) {
        if (scans) {
          try (Store.Cursor cursor = store.scan(Table.NODE, Keys.ofLong(5), Keys.ofLong(490))) {
            while (cursor.next()) {
              assertEquals(200, cursor.value().length);
            }
          }
        } else {
          store.get(Table.NODE, Keys.ofLong(reads % 500));
        }
        if (reads == 20) {
          reading.countDown();
        }
      }
      return "still open after 30 s";
    } catch (StoreException e) {
      return e.getMessage();
    }
  }

  private List<List<String>> everything() {
    List<List<String>> all = new ArrayList<>();
    for (Table table : Table.values()) {
      all.add(scan(table, null, null));
    }
    return all;
  }
}
