package dev.hyphadb.core.index;

import dev.hyphadb.core.query.FieldPath;
import dev.hyphadb.core.query.IndexCursor;
import dev.hyphadb.core.query.KeyRange;
import dev.hyphadb.core.query.KeyRange.Bound;
import dev.hyphadb.core.query.OrderedIndex;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** An ordered index as it is in a store. */
final class StoredOrderedIndex implements OrderedIndex {
  private final Store store;
  private final IndexRecord record;

  StoredOrderedIndex(Store store, IndexRecord record) {
    this.store = store;
    this.record = record;
  }

  @Override
  public String name() {
    return record.definition().name();
  }

  @Override
  public List<FieldPath> fields() {
    return record.paths();
  }

  @Override
  public boolean hasLists() {
    return record.hasLists();
  }

  @Override
  public boolean isExact() {
    return !record.hasCuts() && !record.hasOutsiders();
  }

  @Override
  public List<String> outsiders() {
    return record.hasOutsiders() ? Outsiders.list(store, record.number()) : List.of();
  }

  @Override
  public IndexCursor scan(KeyRange range, boolean isReverse, Position from) {
    IndexKeys prefix = prefix(range);
    int prefixLength = prefix.length();
    byte[] low = low(range.bound(), prefix);
    byte[] high = high(range.bound(), prefix.cut(prefixLength));
    if (from != null) {
      byte[] start = start(range, from, isReverse, prefix.cut(prefixLength));
      if (isReverse) {
        high = min(high, start);
      } else {
        low = max(low, start);
      }
    }
    return new EntryCursor(cursor(low, high, isReverse), entryKey(range, prefixLength));
  }

  @Override
  public IndexCursor scanGroups(KeyRange range, boolean isReverse, Position from) {
    IndexKeys prefix = prefix(range);
    int prefixLength = prefix.length();
    byte[] low = low(range.bound(), prefix);
    byte[] high = high(range.bound(), prefix.cut(prefixLength));
    GroupCursor cursor = new GroupCursor(this, entryKey(range, prefixLength), low, high, isReverse);
    if (from != null) {
      ValueKey.write(from.value(), prefix.cut(prefixLength));
      byte[] group = prefix.toBytes();
      byte[] behind = prefix.put(ValueKey.BEHIND).toBytes();
      byte[] id = prefix.cut(group.length).put(0).put(Utf8.encode(from.id())).toBytes();
      cursor.startBehind(group, isReverse ? Keys.after(id) : id, behind);
    }
    return cursor;
  }

  private IndexKeys prefix(KeyRange range) {
    IndexKeys prefix = new IndexKeys().start(record.number());
    range.equal().forEach(value -> ValueKey.write(value, prefix));
    return prefix;
  }

  private EntryKey entryKey(KeyRange range, int prefixLength) {
    return new EntryKey(range.equal().size(), prefixLength, fields().size());
  }

  /**
   * @return {@code null} where nothing can be
   */
  Store.Cursor cursor(byte[] low, byte[] high, boolean isReverse) {
    if (Octets.compare(low, high) >= 0) {
      return null;
    }
    return isReverse
        ? store.scanReverse(Table.INDEX, low, high)
        : store.scan(Table.INDEX, low, high);
  }

  private static byte[] max(byte[] a, byte[] b) {
    return Octets.compare(a, b) < 0 ? b : a;
  }

  private static byte[] min(byte[] a, byte[] b) {
    return Octets.compare(a, b) < 0 ? a : b;
  }

  /** The first key within the bound. */
  private static byte[] low(Bound bound, IndexKeys prefix) {
    switch (bound) {
      case Bound.Any any -> {}
      case Bound.Present present -> prefix.put(ValueKey.ABSENT + 1);
      case Bound.Starting starting -> ValueKey.writeTextStart(starting.start(), prefix);
      case Bound.Within within -> {
        if (within.low() == null && within.high() != null) {
          prefix.put(ValueKey.firstOfKind(within.high()));
        } else {
          boolean isCut = ValueKey.write(within.low(), prefix);
          if (!within.includesLow() && !isCut) {
            prefix.put(ValueKey.BEHIND);
          }
        }
      }
    }
    return prefix.toBytes();
  }

  /** The first key behind the bound. */
  private static byte[] high(Bound bound, IndexKeys prefix) {
    switch (bound) {
      // Outsiders stand behind all values.
      case Bound.Any any -> prefix.put(IndexEntries.OUTSIDE);
      case Bound.Present present -> prefix.put(IndexEntries.OUTSIDE);
      case Bound.Starting starting -> {
        ValueKey.writeTextStart(starting.start(), prefix);
        return Keys.afterPrefix(prefix.toBytes());
      }
      case Bound.Within within -> {
        if (within.high() == null && within.low() != null) {
          prefix.put(ValueKey.endOfKind(within.low()));
        } else {
          boolean isCut = ValueKey.write(within.high(), prefix);
          if (within.includesHigh() || isCut) {
            prefix.put(ValueKey.BEHIND);
          }
        }
      }
    }
    return prefix.toBytes();
  }

  /** The first key to visit, or when going backwards the first not to. */
  private byte[] start(KeyRange range, Position from, boolean isReverse, IndexKeys prefix) {
    boolean hasSortField = range.equal().size() < fields().size();
    if (hasSortField) {
      ValueKey.write(from.value(), prefix);
    }
    if (from.id() == null) {
      return isReverse ? prefix.put(ValueKey.BEHIND).toBytes() : prefix.toBytes();
    }
    // In an index without lists all entries have the same marks.
    byte[] entry = prefix.put(0).put(Utf8.encode(from.id())).toBytes();
    return isReverse ? entry : Keys.after(entry);
  }

  private static final class EntryCursor implements IndexCursor {
    private final Store.Cursor cursor;
    private final EntryKey entry;

    private byte[] previous;
    private int previousEnd;

    /**
     * @param cursor {@code null} for one through nothing
     */
    EntryCursor(Store.Cursor cursor, EntryKey entry) {
      this.cursor = cursor;
      this.entry = entry;
    }

    @Override
    public boolean next() {
      if (cursor == null || !cursor.next()) {
        return false;
      }
      previous = entry.bytes();
      entry.set(cursor.key());
      return true;
    }

    @Override
    public String id() {
      return entry.id();
    }

    @Override
    public boolean hasElementsFrom(int field) {
      return entry.hasElementsFrom(field);
    }

    @Override
    public Value value(int field) {
      return entry.value(field);
    }

    @Override
    public boolean startsGroup(int fields) {
      int end = entry.end(fields - 1);
      boolean isSame = previous != null && previousEnd == end && entry.startsLike(previous, end);
      previousEnd = end;
      return !isSame;
    }

    @Override
    public void close() {
      if (cursor != null) {
        cursor.close();
      }
    }
  }
}
