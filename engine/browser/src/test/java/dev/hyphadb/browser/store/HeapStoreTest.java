package dev.hyphadb.browser.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreContractTest;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of every store, and what journal and snapshot bring back. */
class HeapStoreTest extends StoreContractTest {
  private final ByteArrayOutputStream journal = new ByteArrayOutputStream();

  @Override
  protected Store open(Path directory) {
    return new HeapStore(directory.toString(), null, (buffer, length) -> {});
  }

  private HeapStore journaled(byte[] snapshot) {
    return new HeapStore(
        "the test", snapshot, (buffer, length) -> journal.write(buffer, 0, length));
  }

  private static WriteBatch randomBatch(Random random) {
    WriteBatch batch = new WriteBatch();
    for (int i = random.nextInt(20); i >= 0; i--) {
      Table table = Table.values()[random.nextInt(Table.values().length)];
      byte[] key = Keys.ofLong(random.nextInt(300));
      switch (random.nextInt(8)) {
        case 0, 1 -> batch.delete(table, key);
        case 2 -> {
          byte[] to = random.nextBoolean() ? Keys.ofLong(random.nextInt(300)) : null;
          batch.deleteRange(table, random.nextBoolean() ? key : null, to);
        }
        case 3 -> batch.put(table, key, new byte[0]);
        default -> batch.put(table, key, Keys.ofLong(random.nextLong()));
      }
    }
    return batch;
  }

  private static List<String> everything(Store store) {
    List<String> all = new ArrayList<>();
    for (Table table : Table.values()) {
      try (Store.Cursor cursor = store.scan(table, null, null)) {
        while (cursor.next()) {
          byte[] value = cursor.value();
          assertArrayEquals(value, store.get(table, cursor.key()));
          all.add(table + Arrays.toString(cursor.key()) + Arrays.toString(value));
        }
      }
    }
    return all;
  }

  @Test
  void comesBackFromSnapshotAndJournalsWhateverWasWrittenMeanwhile() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    HeapStore written = journaled(null);
    Store expected = new dev.hyphadb.core.store.MemoryStore();
    byte[] snapshot = null;
    boolean isSnapshotting = false;
    List<byte[]> journals = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      WriteBatch batch = randomBatch(random);
      written.write(batch);
      expected.write(batch);
      if (!isSnapshotting && random.nextInt(40) == 0) {
        journals.add(journal.toByteArray());
        journal.reset();
        written.beginSnapshot();
        isSnapshotting = true;
      } else if (isSnapshotting) {
        byte[] finished = written.continueSnapshot(random.nextInt(200));
        if (finished != null) {
          snapshot = finished;
          journals.clear();
          isSnapshotting = false;
        }
      }
      if (random.nextInt(30) == 0) {
        String where = "seed " + seed + " step " + step;
        assertEquals(everything(expected), everything(written), where);
        HeapStore reopened = new HeapStore("the test", snapshot, (buffer, length) -> {});
        journals.forEach(reopened::replay);
        byte[] last = journal.toByteArray();
        assertEquals(last.length, reopened.replay(last), where);
        assertEquals(everything(expected), everything(reopened), where);
      }
    }
  }

  @Test
  void aTornTailIsLeftOutAtEveryByte() {
    HeapStore written = journaled(null);
    written.write(batchOf("a", "first"));
    int whole = journal.size();
    written.write(batchOf("a", "second"));
    byte[] bytes = journal.toByteArray();
    for (int length = whole; length < bytes.length; length++) {
      HeapStore reopened = journaled(null);
      assertEquals(whole, reopened.replay(Arrays.copyOf(bytes, length)));
      assertArrayEquals(bytes("first"), reopened.get(Table.NODE, bytes("a")));
    }
    for (int at = whole; at < bytes.length; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 0x10;
      assertEquals(whole, journaled(null).replay(flipped), "byte " + at);
    }
  }

  @Test
  void aDamagedSnapshotIsRefused() {
    HeapStore written = journaled(null);
    written.write(batchOf("a", "value"));
    written.beginSnapshot();
    byte[] snapshot = written.continueSnapshot(1000);
    assertArrayEquals(bytes("value"), journaled(snapshot).get(Table.NODE, bytes("a")));
    for (int at = 0; at < snapshot.length; at++) {
      byte[] flipped = snapshot.clone();
      flipped[at] ^= 1;
      assertThrows(StoreException.class, () -> journaled(flipped), "byte " + at);
    }
    for (int length = 0; length < snapshot.length; length++) {
      byte[] cut = Arrays.copyOf(snapshot, length);
      assertThrows(StoreException.class, () -> journaled(cut), "length " + length);
    }
  }

  @Test
  void whatTheJournalRefusesIsNotThere() {
    HeapStore full =
        new HeapStore(
            "the test",
            null,
            (buffer, length) -> {
              throw new StoreException("full");
            });
    assertThrows(StoreException.class, () -> full.write(batchOf("a", "value")));
    assertNull(full.get(Table.NODE, bytes("a")));
  }

  private static WriteBatch batchOf(String key, String value) {
    WriteBatch batch = new WriteBatch();
    batch.put(Table.NODE, bytes(key), bytes(value));
    return batch;
  }
}
