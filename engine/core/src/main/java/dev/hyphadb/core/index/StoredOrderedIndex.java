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
    IndexKeys prefix = new IndexKeys().start(record.number());
    range.equal().forEach(value -> ValueKey.write(value, prefix));
    int prefixLength = prefix.length();
    byte[] low = low(range.bound(), prefix);
    byte[] high = high(range.bound(), prefix.cut(prefixLength));
    if (from != null) {
      byte[] start = start(range, from, isReverse, prefix.cut(prefixLength));
      if (isReverse) {
        high = min(high, start);
      } else {
        low = Octets.compare(low, start) < 0 ? start : low;
      }
    }
    boolean isEmpty = Octets.compare(low, high) >= 0;
    Store.Cursor cursor =
        isEmpty
            ? null
            : isReverse
                ? store.scanReverse(Table.INDEX, low, high)
                : store.scan(Table.INDEX, low, high);
    return new EntryCursor(cursor, range.equal().size(), prefixLength, fields().size());
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
    private final int firstField;
    private final int firstOffset;
    private final int[] ends;

    private byte[] key;
    private byte[] previous;
    private int previousEnd;

    /** How many fields have their end in {@link #ends}. */
    private int parsed;

    /**
     * @param firstField all before it are the same in every entry
     * @param firstOffset where it starts
     */
    EntryCursor(Store.Cursor cursor, int firstField, int firstOffset, int fields) {
      this.cursor = cursor;
      this.firstField = firstField;
      this.firstOffset = firstOffset;
      this.ends = new int[fields];
      this.parsed = firstField;
    }

    @Override
    public boolean next() {
      if (cursor == null || !cursor.next()) {
        return false;
      }
      previous = key;
      key = cursor.key();
      parsed = firstField;
      return true;
    }

    private int end(int field) {
      if (field < firstField) {
        return firstOffset;
      }
      while (parsed <= field) {
        int start = parsed == firstField ? firstOffset : ends[parsed - 1];
        ends[parsed] = ValueKey.skip(key, start);
        parsed++;
      }
      return ends[field];
    }

    @Override
    public String id() {
      return IndexKeys.idFrom(key, end(ends.length - 1) + 1);
    }

    @Override
    public boolean hasElementsFrom(int field) {
      return (key[end(ends.length - 1)] & 0xff) >>> field != 0;
    }

    @Override
    public Value value(int field) {
      return ValueKey.read(key, field == firstField ? firstOffset : end(field - 1));
    }

    @Override
    public boolean startsGroup(int fields) {
      int end = end(fields - 1);
      boolean isSame = previous != null && previousEnd == end && hasSameStart(end);
      previousEnd = end;
      return !isSame;
    }

    private boolean hasSameStart(int end) {
      for (int i = end - 1; i >= firstOffset; i--) {
        if (key[i] != previous[i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      if (cursor != null) {
        cursor.close();
      }
    }
  }
}
