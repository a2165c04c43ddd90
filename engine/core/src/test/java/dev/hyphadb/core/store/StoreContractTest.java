package dev.hyphadb.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Store} promises, whatever lies below it. Adapters extend this. */
public abstract class StoreContractTest {
  @TempDir protected Path directory;
  protected Store store;

  /**
   * Opens the store under test in that directory, with what an earlier one left there if durable.
   */
  protected abstract Store open(Path directory);

  @BeforeEach
  void openStore() {
    store = open(directory);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void absentKeyIsNull() {
    for (Table table : Table.values()) {
      assertNull(store.get(table, bytes("nothing")));
    }
  }

  @Test
  void putGetOverwriteDelete() {
    put(Table.NODE, "a", "1");
    assertEquals("1", get(Table.NODE, "a"));
    put(Table.NODE, "a", "2");
    assertEquals("2", get(Table.NODE, "a"));
    WriteBatch batch = new WriteBatch();
    batch.delete(Table.NODE, bytes("a"));
    batch.delete(Table.NODE, bytes("never there"));
    store.write(batch);
    assertNull(store.get(Table.NODE, bytes("a")));
  }

  @Test
  void aSnapshotStaysAsItWas() {
    putAll(Table.NODE, "a", "b", "c");
    putAll(Table.EDGE, "e");
    try (Store snapshot = store.snapshot()) {
      put(Table.NODE, "b", "changed");
      WriteBatch batch = new WriteBatch();
      batch.delete(Table.NODE, bytes("a"));
      batch.deleteRange(Table.EDGE, bytes("a"), bytes("z"));
      batch.put(Table.NODE, bytes("d"), bytes("new"));
      store.write(batch);
      assertEquals(List.of("a=a", "b=b", "c=c"), drain(snapshot.scan(Table.NODE, null, null)));
      assertEquals(
          List.of("c=c", "b=b"), drain(snapshot.scanReverse(Table.NODE, bytes("b"), null)));
      assertEquals(List.of("e=e"), drain(snapshot.scan(Table.EDGE, null, null)));
      assertEquals("a", new String(snapshot.get(Table.NODE, bytes("a")), StandardCharsets.UTF_8));
      assertNull(snapshot.get(Table.NODE, bytes("d")));
    }
    assertEquals(List.of("b=changed", "c=c", "d=new"), scan(Table.NODE, null, null));
  }

  @Test
  void aScanOfAWholeTableLendsEachValue() {
    String longText = "long".repeat(10_000);
    put(Table.NODE, "a", "first");
    put(Table.NODE, "b", longText);
    put(Table.NODE, "c", "");
    put(Table.NODE, "d", "last");
    LentBytes value = new LentBytes();
    List<String> seen = new ArrayList<>();
    try (Store snapshot = store.snapshot();
        Store.Cursor now = store.scanWhole(Table.NODE);
        Store.Cursor then = snapshot.scanWhole(Table.NODE)) {
      while (now.next(value)) {
        assertEquals(text(value.copy()), text(now.value()));
        seen.add(text(now.key()) + "=" + text(value.copy()));
        assertTrue(then.next(value));
        assertEquals(text(now.value()), text(value.copy()));
      }
      assertFalse(then.next(value));
    }
    assertEquals(List.of("a=first", "b=" + longText, "c=", "d=last"), seen);
  }

  @Test
  void aStoreClosesBeforeItsSnapshot() {
    putAll(Table.NODE, "a");
    Store snapshot = store.snapshot();
    snapshot.scan(Table.NODE, null, null).next();
    store.close();
    snapshot.close();
  }

  @Test
  void emptyBatchChangesNothing() {
    put(Table.META, "a", "1");
    store.write(new WriteBatch());
    assertEquals(List.of("a=1"), scan(Table.META, null, null));
  }

  @Test
  void emptyValueIsNotAbsent() {
    put(Table.REVERSE_EDGE, "edge", "");
    assertArrayEquals(new byte[0], store.get(Table.REVERSE_EDGE, bytes("edge")));
    try (Store.Cursor cursor = store.scan(Table.REVERSE_EDGE, null, null)) {
      assertTrue(cursor.next());
      assertArrayEquals(new byte[0], cursor.value());
      assertFalse(cursor.next());
    }
  }

  @Test
  void largeValuesComeBackWhole() {
    Random random = new Random(7);
    byte[] value = new byte[5 << 20];
    random.nextBytes(value);
    byte[] longKey = new byte[2100];
    random.nextBytes(longKey);
    WriteBatch batch = new WriteBatch();
    batch.put(Table.NODE, longKey, value);
    batch.put(Table.COMMIT, longKey, value);
    store.write(batch);
    put(Table.NODE, "small", "after");
    assertArrayEquals(value, store.get(Table.NODE, longKey));
    assertArrayEquals(value, store.get(Table.COMMIT, longKey));
    assertEquals("after", get(Table.NODE, "small"));
  }

  @Test
  void tablesAreIndependent() {
    WriteBatch batch = new WriteBatch();
    for (Table table : Table.values()) {
      batch.put(table, bytes("key"), bytes(table.name()));
    }
    store.write(batch);
    for (Table table : Table.values()) {
      assertEquals(List.of("key=" + table.name()), scan(table, null, null));
    }
    WriteBatch clear = new WriteBatch();
    clear.deleteRange(Table.EDGE, bytes("a"), bytes("z"));
    clear.delete(Table.LOG, bytes("key"));
    store.write(clear);
    for (Table table : Table.values()) {
      boolean gone = table == Table.EDGE || table == Table.LOG;
      assertEquals(gone ? null : table.name(), get(table, "key"), table.name());
    }
  }

  @Test
  void keysAreOrderedAsUnsignedBytesPrefixFirst() {
    String[] ascending = {"00", "0000", "01", "7f", "7fff", "80", "8000", "ff", "ffff", "ffffff"};
    WriteBatch batch = new WriteBatch();
    for (int i = ascending.length - 1; i >= 0; i--) {
      batch.put(Table.LOG, HexFormat.of().parseHex(ascending[i]), bytes("v"));
    }
    store.write(batch);
    List<String> seen = new ArrayList<>();
    try (Store.Cursor cursor = store.scan(Table.LOG, null, null)) {
      while (cursor.next()) {
        seen.add(HexFormat.of().formatHex(cursor.key()));
      }
    }
    assertEquals(List.of(ascending), seen);
  }

  @Test
  void scanKeepsItsBounds() {
    putAll(Table.NODE, "b", "d", "f");
    assertEquals(List.of("b=b", "d=d", "f=f"), scan(Table.NODE, null, null));
    assertEquals(List.of("b=b", "d=d"), scan(Table.NODE, "b", "f"));
    assertEquals(List.of("d=d"), scan(Table.NODE, "c", "e"));
    assertEquals(List.of("d=d", "f=f"), scan(Table.NODE, "d", null));
    assertEquals(List.of("b=b"), scan(Table.NODE, null, "d"));
    assertEquals(List.of(), scan(Table.NODE, "g", null));
    assertEquals(List.of(), scan(Table.NODE, null, "a"));
    assertEquals(List.of(), scan(Table.NODE, "d", "d"));
    assertEquals(List.of(), scan(Table.NODE, "f", "b"));
    assertEquals(List.of(), scan(Table.EDGE, null, null));
  }

  @Test
  void reverseScanKeepsTheSameBounds() {
    putAll(Table.NODE, "b", "d", "f");
    assertEquals(List.of("f=f", "d=d", "b=b"), scanReverse(Table.NODE, null, null));
    assertEquals(List.of("d=d", "b=b"), scanReverse(Table.NODE, "b", "f"));
    assertEquals(List.of("d=d"), scanReverse(Table.NODE, "c", "e"));
    assertEquals(List.of("f=f", "d=d"), scanReverse(Table.NODE, "d", null));
    assertEquals(List.of("b=b"), scanReverse(Table.NODE, null, "d"));
    assertEquals(List.of(), scanReverse(Table.NODE, "g", null));
    assertEquals(List.of(), scanReverse(Table.NODE, null, "a"));
    assertEquals(List.of(), scanReverse(Table.NODE, "d", "d"));
    assertEquals(List.of(), scanReverse(Table.NODE, "f", "b"));
    assertEquals(List.of(), scanReverse(Table.EDGE, null, null));
  }

  @Test
  void cursorStaysAtItsEndAndClosesTwice() {
    putAll(Table.NODE, "a");
    Store.Cursor cursor = store.scan(Table.NODE, null, null);
    assertTrue(cursor.next());
    assertFalse(cursor.next());
    assertFalse(cursor.next());
    cursor.close();
    cursor.close();
  }

  @Test
  void scanSeesTheViewTakenAtTheCall() {
    putAll(Table.NODE, "a", "b", "c", "d");
    try (Store.Cursor ascending = store.scan(Table.NODE, null, null);
        Store.Cursor descending = store.scanReverse(Table.NODE, null, null)) {
      assertTrue(ascending.next());
      WriteBatch batch = new WriteBatch();
      batch.put(Table.NODE, bytes("b"), bytes("changed"));
      batch.delete(Table.NODE, bytes("c"));
      batch.put(Table.NODE, bytes("e"), bytes("new"));
      store.write(batch);
      assertEquals(List.of("b=b", "c=c", "d=d"), drain(ascending));
      assertEquals(List.of("d=d", "c=c", "b=b", "a=a"), drain(descending));
    }
    assertEquals(List.of("a=a", "b=changed", "d=d", "e=new"), scan(Table.NODE, null, null));
  }

  @Test
  void aScanGoesOnFromWhereItIsSentForthAndBack() {
    putAll(Table.NODE, "a", "b", "d", "f", "h");
    try (Store.Cursor cursor = store.scan(Table.NODE, bytes("b"), bytes("h"))) {
      assertEquals("d=d", soughtEntry(cursor, "c"));
      assertEquals("f=f", soughtEntry(cursor, "f"));
      assertEquals(null, soughtEntry(cursor, "g"));
      assertEquals("b=b", soughtEntry(cursor, "a"));
      assertEquals(List.of("d=d", "f=f"), drain(cursor));
      assertEquals(null, soughtEntry(cursor, "x"));
      assertEquals("d=d", soughtEntry(cursor, "d"));
    }
    try (Store.Cursor cursor = store.scanReverse(Table.NODE, bytes("b"), bytes("h"))) {
      assertEquals("d=d", soughtEntry(cursor, "e"));
      assertEquals("d=d", soughtEntry(cursor, "f"));
      assertEquals(null, soughtEntry(cursor, "b"));
      assertEquals("f=f", soughtEntry(cursor, "h"));
      assertEquals("f=f", soughtEntry(cursor, "x"));
      assertEquals(List.of("d=d", "b=b"), drain(cursor));
      assertEquals(null, soughtEntry(cursor, "a"));
    }
  }

  @Test
  void aScanThatIsSentElsewhereKeepsItsView() {
    putAll(Table.NODE, "a", "b", "c");
    try (Store.Cursor ascending = store.scan(Table.NODE, null, null);
        Store.Cursor descending = store.scanReverse(Table.NODE, null, null)) {
      assertTrue(ascending.next());
      WriteBatch batch = new WriteBatch();
      batch.put(Table.NODE, bytes("b"), bytes("changed"));
      batch.delete(Table.NODE, bytes("a"));
      batch.put(Table.NODE, bytes("b1"), bytes("new"));
      store.write(batch);
      ascending.seek(bytes("a"));
      assertEquals(List.of("a=a", "b=b", "c=c"), drain(ascending));
      descending.seek(bytes("c"));
      assertEquals(List.of("b=b", "a=a"), drain(descending));
    }
  }

  /** {@code null} when there is none. */
  private static String soughtEntry(Store.Cursor cursor, String key) {
    cursor.seek(bytes(key));
    return cursor.next() ? text(cursor.key()) + "=" + text(cursor.value()) : null;
  }

  @Test
  void deleteRangeTakesFromAndLeavesTo() {
    putAll(Table.LOG, "a", "b", "c", "d");
    WriteBatch batch = new WriteBatch();
    batch.deleteRange(Table.LOG, bytes("b"), bytes("d"));
    batch.deleteRange(Table.LOG, bytes("x"), bytes("a"));
    batch.deleteRange(Table.LOG, bytes("a"), bytes("a"));
    store.write(batch);
    assertEquals(List.of("a=a", "d=d"), scan(Table.LOG, null, null));
    assertNull(store.get(Table.LOG, bytes("b")));
  }

  @Test
  void deleteRangeWithoutBoundsReachesTheEnds() {
    putAll(Table.LOG, "a", "b", "c", "d");
    WriteBatch ends = new WriteBatch();
    ends.put(Table.LOG, bytes("e"), bytes("in the same batch"));
    ends.deleteRange(Table.LOG, bytes("d"), null);
    ends.deleteRange(Table.LOG, null, bytes("b"));
    store.write(ends);
    assertEquals(List.of("b=b", "c=c"), scan(Table.LOG, null, null));
    WriteBatch all = new WriteBatch();
    all.deleteRange(Table.LOG, null, null);
    all.deleteRange(Table.EDGE, null, null);
    store.write(all);
    assertEquals(List.of(), scan(Table.LOG, null, null));
  }

  @Test
  void laterChangeInABatchWins() {
    putAll(Table.NODE, "old");
    WriteBatch batch = new WriteBatch();
    batch.put(Table.NODE, bytes("a"), bytes("1"));
    batch.put(Table.NODE, bytes("a"), bytes("2"));
    batch.put(Table.NODE, bytes("b"), bytes("1"));
    batch.delete(Table.NODE, bytes("b"));
    batch.delete(Table.NODE, bytes("c"));
    batch.put(Table.NODE, bytes("c"), bytes("3"));
    batch.put(Table.NODE, bytes("x1"), bytes("covered"));
    batch.deleteRange(Table.NODE, bytes("old"), bytes("y"));
    batch.put(Table.NODE, bytes("x2"), bytes("kept"));
    store.write(batch);
    assertEquals(List.of("a=2", "c=3", "x2=kept"), scan(Table.NODE, null, null));
  }

  @Test
  void closeIsIdempotent() {
    put(Table.NODE, "a", "1");
    store.close();
    store.close();
  }

  @Test
  void randomOperationsMatchATreeMap() {
    long seed = System.nanoTime();
    System.out.println(getClass().getSimpleName() + " random operations, seed " + seed);
    Random random = new Random(seed);
    StoreModel model = new StoreModel();
    for (int round = 0; round < 600; round++) {
      WriteBatch batch = randomBatch(random);
      store.write(batch);
      model.apply(batch);
      if (random.nextInt(60) == 0) {
        store = betweenRounds(store);
      }
      Table table = Table.values()[random.nextInt(3)];
      String where = "seed " + seed + " round " + round + " " + table;
      byte[] key = randomKey(random);
      model.compareValue(store, table, key, where);
      model.compareScans(
          store, table, randomBound(random), randomBound(random), randomKey(random), where);
    }
  }

  /** A durable adapter closes and reopens here. */
  protected Store betweenRounds(Store current) {
    return current;
  }

  private static WriteBatch randomBatch(Random random) {
    WriteBatch batch = new WriteBatch();
    int changes = random.nextInt(12);
    for (int i = 0; i < changes; i++) {
      Table table = Table.values()[random.nextInt(3)];
      int kind = random.nextInt(20);
      if (kind < 13) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        batch.put(table, randomKey(random), value);
      } else if (kind < 19) {
        batch.delete(table, randomKey(random));
      } else {
        batch.deleteRange(table, randomBound(random), randomBound(random));
      }
    }
    return batch;
  }

  private static byte[] randomKey(Random random) {
    byte[] key = new byte[1 + random.nextInt(2)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(8) * 36);
    }
    return key;
  }

  private static byte[] randomBound(Random random) {
    return random.nextInt(8) == 0 ? null : randomKey(random);
  }

  protected final void put(Table table, String key, String value) {
    WriteBatch batch = new WriteBatch();
    batch.put(table, bytes(key), bytes(value));
    store.write(batch);
  }

  protected final void putAll(Table table, String... keys) {
    WriteBatch batch = new WriteBatch();
    for (String key : keys) {
      batch.put(table, bytes(key), bytes(key));
    }
    store.write(batch);
  }

  protected final String get(Table table, String key) {
    byte[] value = store.get(table, bytes(key));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  protected final List<String> scan(Table table, String from, String to) {
    try (Store.Cursor cursor = store.scan(table, bytes(from), bytes(to))) {
      return drain(cursor);
    }
  }

  protected final List<String> scanReverse(Table table, String from, String to) {
    try (Store.Cursor cursor = store.scanReverse(table, bytes(from), bytes(to))) {
      return drain(cursor);
    }
  }

  protected static List<String> drain(Store.Cursor cursor) {
    List<String> entries = new ArrayList<>();
    while (cursor.next()) {
      entries.add(
          new String(cursor.key(), StandardCharsets.UTF_8)
              + "="
              + new String(cursor.value(), StandardCharsets.UTF_8));
    }
    return entries;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  protected static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
