package dev.hyphadb.jvm.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hyphadb.core.store.DurableStoreContractTest;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RocksDbStoreTest extends DurableStoreContractTest {
  @Override
  protected Store open(Path directory) {
    return RocksDbStore.open(directory, StorageOptions.defaults());
  }

  /**
   * Range tombstones that overlap cost the square of their number: this took minutes and gigabytes.
   */
  @Test
  void trimmingALogFromItsStartManyTimesStaysCheap() {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (long number = 0; number < 20_000; number++) {
            WriteBatch batch = new WriteBatch();
            batch.put(Table.LOG, Keys.ofLong(number), new byte[24]);
            batch.deleteRange(Table.LOG, Keys.ofLong(0), Keys.ofLong(Math.max(0, number - 99)));
            store.write(batch);
          }
          assertEquals(100, logKeys().size());
          store.close();
          store = open(directory);
          assertEquals(100, logKeys().size());
        });
  }

  @Test
  void largeRangesAndWhatIsPutBehindTheTrimAreDeletedToo() {
    WriteBatch fill = new WriteBatch();
    for (long number = 0; number < 3000; number++) {
      fill.put(Table.LOG, Keys.ofLong(number), new byte[1]);
    }
    store.write(fill);
    trim(0, 2000);
    assertEquals(1000, logKeys().size());
    trim(0, 2010);
    assertEquals(990, logKeys().size());
    WriteBatch behind = new WriteBatch();
    behind.put(Table.LOG, Keys.ofLong(5), new byte[1]);
    store.write(behind);
    trim(0, 2020);
    assertEquals(2020L, logKeys().getFirst());
    trim(2020, 2990);
    assertEquals(10, logKeys().size());
  }

  /** The filter of node ids is filled beside the first writes after opening. */
  @Test
  void nodesFromBeforeOpeningAreFoundWhileTheirIdsAreRead() {
    int nodes = 50_000;
    for (int first = 0; first < nodes; first += 1000) {
      WriteBatch fill = new WriteBatch();
      for (int number = first; number < first + 1000; number++) {
        fill.put(Table.NODE, Keys.ofLong(number), new byte[1]);
      }
      store.write(fill);
    }
    store.close();
    store = open(directory);
    for (long number = 0; number < nodes; number++) {
      if (number % 100 == 0) {
        WriteBatch more = new WriteBatch();
        more.put(Table.NODE, Keys.ofLong(nodes + number), new byte[1]);
        store.write(more);
      }
      assertNotNull(store.get(Table.NODE, Keys.ofLong(number)), "node " + number);
      assertNotNull(store.get(Table.NODE, Keys.ofLong(nodes + number / 100 * 100)));
    }
  }

  private void trim(long from, long to) {
    WriteBatch batch = new WriteBatch();
    batch.deleteRange(Table.LOG, Keys.ofLong(from), Keys.ofLong(to));
    store.write(batch);
  }

  private List<Long> logKeys() {
    List<Long> keys = new ArrayList<>();
    try (Store.Cursor cursor = store.scan(Table.LOG, null, null)) {
      while (cursor.next()) {
        keys.add(Octets.longAt(cursor.key(), 0));
      }
    }
    return keys;
  }
}
