package dev.hyphadb.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a store should hold. */
final class StoreModel {
  private final Map<Table, NavigableMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);

  StoreModel() {
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>(Octets::compare));
    }
  }

  void apply(WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      NavigableMap<byte[], byte[]> table = tables.get(change.table());
      switch (change) {
        case WriteBatch.Put put -> table.put(put.key(), put.value());
        case WriteBatch.Delete delete -> table.remove(delete.key());
        case WriteBatch.DeleteRange range ->
            table.keySet().removeIf(key -> within(key, range.from(), range.to()));
      }
    }
  }

  void compareValue(Store store, Table table, byte[] key, String where) {
    assertArrayEquals(tables.get(table).get(key), store.get(table, key), where);
  }

  /** Scans to the end, and then again from the key. */
  void compareScans(Store store, Table table, byte[] from, byte[] to, byte[] key, String where) {
    List<String> expected = contents(table, from, to, any -> true);
    try (Store.Cursor cursor = store.scan(table, from, to)) {
      assertEquals(expected, drain(cursor), where);
      cursor.seek(key);
      List<String> rest = contents(table, from, to, k -> within(k, key, null));
      assertEquals(rest, drain(cursor), where + " from " + hex(key));
    }
    try (Store.Cursor cursor = store.scanReverse(table, from, to)) {
      assertEquals(expected.reversed(), drain(cursor), where);
      cursor.seek(key);
      List<String> rest = contents(table, from, to, k -> within(k, null, key));
      assertEquals(rest.reversed(), drain(cursor), where + " before " + hex(key));
    }
  }

  private List<String> contents(Table table, byte[] from, byte[] to, Predicate<byte[]> isExpected) {
    List<String> contents = new ArrayList<>();
    tables
        .get(table)
        .forEach((k, v) -> {
          if (within(k, from, to) && isExpected.test(k)) {
            contents.add(hex(k) + "=" + hex(v));
          }
        });
    return contents;
  }

  private static boolean within(byte[] key, byte[] from, byte[] to) {
    return (from == null || Octets.compare(key, from) >= 0)
        && (to == null || Octets.compare(key, to) < 0);
  }

  private static List<String> drain(Store.Cursor cursor) {
    List<String> entries = new ArrayList<>();
    while (cursor.next()) {
      entries.add(hex(cursor.key()) + "=" + hex(cursor.value()));
    }
    return entries;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
