package dev.hyphadb.core.store;

import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A store on the heap: for tests, the simulator, and databases that are asked not to persist.
 *
 * <p>Scans and snapshots copy nothing when they begin: a write hands what it replaces to those that
 * are open, which look there first.
 */
public final class MemoryStore implements Store {
  /** Stands for no value, where {@code null} says that nothing was replaced. */
  private static final byte[] ABSENT = {};

  private final Map<Table, NavigableMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);
  private final List<View> views = new ArrayList<>();

  public MemoryStore() {
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>(Octets::compare));
    }
  }

  @Override
  public synchronized byte[] get(Table table, byte[] key) {
    return tables.get(table).get(key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return new MemoryCursor(new View(), true, table, from, to, false);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return new MemoryCursor(new View(), true, table, from, to, true);
  }

  @Override
  public Store snapshot() {
    return new Snapshot();
  }

  @Override
  public synchronized void write(WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      NavigableMap<byte[], byte[]> table = tables.get(change.table());
      switch (change) {
        case WriteBatch.Put put -> {
          byte[] before = table.put(put.key(), put.value());
          keep(change.table(), put.key(), before);
        }
        case WriteBatch.Delete delete -> {
          byte[] before = table.remove(delete.key());
          keep(change.table(), delete.key(), before);
        }
        case WriteBatch.DeleteRange deletion -> deleteRange(deletion);
      }
    }
  }

  // Not by a view of the map: under TeaVM clearing one takes away more than what it shows.
  private void deleteRange(WriteBatch.DeleteRange deletion) {
    NavigableMap<byte[], byte[]> table = tables.get(deletion.table());
    byte[] from = deletion.from();
    byte[] to = deletion.to();
    Map.Entry<byte[], byte[]> entry = from == null ? table.firstEntry() : table.ceilingEntry(from);
    while (entry != null && (to == null || Octets.compare(entry.getKey(), to) < 0)) {
      table.remove(entry.getKey());
      keep(deletion.table(), entry.getKey(), entry.getValue());
      entry = table.higherEntry(entry.getKey());
    }
  }

  private void keep(Table table, byte[] key, byte[] before) {
    for (View view : views) {
      view.keep(table, key, before);
    }
  }

  @Override
  public void close() {}

  /** The tables as they were when it was opened. Everything is guarded by the store. */
  private final class View {
    private final Map<Table, NavigableMap<byte[], byte[]>> replaced = new EnumMap<>(Table.class);

    View() {
      synchronized (MemoryStore.this) {
        views.add(this);
      }
    }

    void keep(Table table, byte[] key, byte[] before) {
      replaced
          .computeIfAbsent(table, any -> new TreeMap<>(Octets::compare))
          .putIfAbsent(key, before == null ? ABSENT : before);
    }

    @SuppressWarnings("ReferenceEquality") // an empty value is a value
    byte[] get(Table table, byte[] key) {
      synchronized (MemoryStore.this) {
        NavigableMap<byte[], byte[]> old = replaced.get(table);
        byte[] before = old == null ? null : old.get(key);
        if (before == null) {
          return tables.get(table).get(key);
        }
        return before == ABSENT ? null : before;
      }
    }

    /**
     * The entry behind a key, in the direction of a scan; {@code null} at the end.
     *
     * @param key {@code null} for the end of the table
     * @param isFirst whether an ascending scan may begin with the key itself
     */
    @SuppressWarnings("ReferenceEquality") // an empty value is a value
    Map.Entry<byte[], byte[]> next(Table table, byte[] key, boolean isFirst, boolean isReverse) {
      synchronized (MemoryStore.this) {
        NavigableMap<byte[], byte[]> old = replaced.get(table);
        byte[] at = key;
        boolean mayBegin = isFirst;
        while (true) {
          var now = step(tables.get(table), at, mayBegin, isReverse);
          var before = old == null ? null : step(old, at, mayBegin, isReverse);
          if (before == null || now != null && isAhead(now, before, isReverse)) {
            return now;
          }
          // What was replaced hides what is there now.
          if (before.getValue() != ABSENT) {
            return before;
          }
          at = before.getKey();
          mayBegin = false;
        }
      }
    }

    private static boolean isAhead(
        Map.Entry<byte[], byte[]> a, Map.Entry<byte[], byte[]> b, boolean isReverse) {
      int order = Octets.compare(a.getKey(), b.getKey());
      return isReverse ? order > 0 : order < 0;
    }

    private static Map.Entry<byte[], byte[]> step(
        NavigableMap<byte[], byte[]> map, byte[] key, boolean mayBegin, boolean isReverse) {
      if (key == null) {
        return isReverse ? map.lastEntry() : map.firstEntry();
      }
      // The end of a range does not belong to it, so going down the first is lower too.
      return isReverse
          ? map.lowerEntry(key)
          : mayBegin ? map.ceilingEntry(key) : map.higherEntry(key);
    }

    void close() {
      synchronized (MemoryStore.this) {
        views.remove(this);
      }
    }
  }

  private static final class MemoryCursor implements Cursor {
    private final View view;
    private final boolean ownsView;
    private final Table table;
    private final boolean isReverse;
    private final byte[] end;
    private final byte[] begin;
    private byte[] start;
    private Map.Entry<byte[], byte[]> entry;
    private boolean isEnded;

    MemoryCursor(
        View view, boolean ownsView, Table table, byte[] from, byte[] to, boolean isReverse) {
      this.view = view;
      this.ownsView = ownsView;
      this.table = table;
      this.isReverse = isReverse;
      this.begin = isReverse ? to : from;
      this.start = begin;
      this.end = isReverse ? from : to;
    }

    @Override
    public boolean next() {
      if (isEnded) {
        return false;
      }
      entry = view.next(table, entry == null ? start : entry.getKey(), entry == null, isReverse);
      isEnded = entry == null || isBeyondEnd(entry.getKey());
      return !isEnded;
    }

    private boolean isBeyondEnd(byte[] key) {
      if (end == null) {
        return false;
      }
      return isReverse ? Octets.compare(key, end) < 0 : Octets.compare(key, end) >= 0;
    }

    @Override
    public void seek(byte[] key) {
      start = Keys.seekStart(key, begin, isReverse);
      entry = null;
      isEnded = false;
    }

    @Override
    public byte[] key() {
      return entry.getKey();
    }

    @Override
    public byte[] value() {
      return entry.getValue();
    }

    @Override
    public void close() {
      isEnded = true;
      if (ownsView) {
        view.close();
      }
    }
  }

  private final class Snapshot implements Store {
    private final View view = new View();

    @Override
    public byte[] get(Table table, byte[] key) {
      return view.get(table, key);
    }

    @Override
    public Cursor scan(Table table, byte[] from, byte[] to) {
      return new MemoryCursor(view, false, table, from, to, false);
    }

    @Override
    public Cursor scanReverse(Table table, byte[] from, byte[] to) {
      return new MemoryCursor(view, false, table, from, to, true);
    }

    @Override
    public void write(WriteBatch batch) {
      throw new StoreException("A snapshot cannot be written: write to the store");
    }

    @Override
    public void close() {
      view.close();
    }
  }
}
