package dev.hyphadb.core.store;

import dev.hyphadb.core.value.Octets;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * A table with changes that gather in memory, where they are seen at once, until {@link #flush}.
 * Belongs to the owner thread.
 */
public final class PendingTable {
  private static final byte[] DELETED = {};

  private final Store store;
  private final Table table;

  /** {@link #DELETED} itself stands for no value. */
  private final NavigableMap<byte[], byte[]> changes = new TreeMap<>(Octets::compare);

  public PendingTable(Store store, Table table) {
    this.store = store;
    this.table = table;
  }

  /** {@code null} when there is none. */
  public byte[] get(byte[] key) {
    byte[] changed = changes.get(key);
    return changed == null ? store.get(table, key) : isDeleted(changed) ? null : changed;
  }

  public void put(byte[] key, byte[] value) {
    // An empty value must not be taken for none.
    changes.put(key, value.length == 0 ? Arrays.copyOf(value, 0) : value);
  }

  public void delete(byte[] key) {
    changes.put(key, DELETED);
  }

  @SuppressWarnings("ReferenceEquality") // a value may well be empty
  private static boolean isDeleted(byte[] value) {
    return value == DELETED;
  }

  /**
   * Visits the entries in {@code [from, to)} in the order of their keys until the visitor returns
   * false. The visitor must not change the table.
   *
   * @param to {@code null} for the end of the table
   */
  public void forEach(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor) {
    Map.Entry<byte[], byte[]> change = within(changes.ceilingEntry(from), to);
    try (Store.Cursor stored = store.scan(table, from, to)) {
      boolean hasStored = stored.next();
      while (hasStored || change != null) {
        int order =
            !hasStored ? 1 : change == null ? -1 : Octets.compare(stored.key(), change.getKey());
        boolean goOn;
        if (order < 0) {
          goOn = visitor.test(stored.key(), stored.value());
        } else {
          goOn = isDeleted(change.getValue()) || visitor.test(change.getKey(), change.getValue());
          change = within(changes.higherEntry(change.getKey()), to);
        }
        hasStored = order <= 0 ? stored.next() : hasStored;
        if (!goOn) {
          return;
        }
      }
    }
  }

  // Not by a view of the map: under TeaVM views can be iterated, but not navigated.
  private static Map.Entry<byte[], byte[]> within(Map.Entry<byte[], byte[]> change, byte[] to) {
    return change == null || to == null || Octets.compare(change.getKey(), to) < 0 ? change : null;
  }

  public void flush(WriteBatch batch) {
    changes.forEach((key, value) -> {
      if (isDeleted(value)) {
        batch.delete(table, key);
      } else {
        batch.put(table, key, value);
      }
    });
    changes.clear();
  }
}
