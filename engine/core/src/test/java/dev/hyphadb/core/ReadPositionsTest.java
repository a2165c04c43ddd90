package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.sync.LogId;
import dev.hyphadb.core.sync.LogPosition;
import org.junit.jupiter.api.Test;

class ReadPositionsTest {
  private static final int LOGS_MAX = 10;

  private final Store store = new MemoryStore();
  private ReadPositions positions = new ReadPositions(store, LOGS_MAX);

  private static LogId log(int number) {
    byte[] bytes = new byte[LogId.LENGTH];
    bytes[0] = (byte) number;
    return new LogId(bytes);
  }

  private void read(int log, long sequence) {
    positions.put(log(log), new LogPosition(sequence, new byte[8]));
  }

  private void flush() {
    WriteBatch batch = new WriteBatch();
    positions.flush(batch);
    store.write(batch);
  }

  private int stored() {
    int count = 0;
    try (Store.Cursor cursor = store.scan(Table.CURSOR, null, null)) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void positionsSurviveReopening() {
    read(1, 7);
    flush();
    read(1, 8);
    read(2, 9);
    flush();
    positions = new ReadPositions(store, LOGS_MAX);
    assertEquals(8, positions.get(log(1)).sequence());
    assertEquals(9, positions.get(log(2)).sequence());
    assertNull(positions.get(log(3)));
  }

  @Test
  void theLeastRecentlyUsedAreForgotten() {
    for (int log = 0; log < 100; log++) {
      read(log, log + 1);
      assertNotNull(positions.get(log(0)), "in use all the time");
      if (log % 7 == 0) {
        flush();
      }
    }
    flush();
    assertEquals(LOGS_MAX, stored());
    assertNotNull(positions.get(log(99)));
    assertNull(positions.get(log(90 - LOGS_MAX)));
  }

  @Test
  void aStoreWithMoreIsCutDown() {
    ReadPositions many = new ReadPositions(store, 50);
    for (int log = 0; log < 50; log++) {
      many.put(log(log), new LogPosition(1, new byte[8]));
    }
    WriteBatch batch = new WriteBatch();
    many.flush(batch);
    store.write(batch);
    positions = new ReadPositions(store, LOGS_MAX);
    flush();
    assertEquals(LOGS_MAX, stored());
  }
}
