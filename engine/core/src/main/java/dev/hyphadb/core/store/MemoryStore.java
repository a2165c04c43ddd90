package dev.hyphadb.core.store;

import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A store on the heap: for tests, the simulator, and databases that are asked not to persist. Scans
 * copy the entries they cover, which keeps them consistent while writes go on.
 */
public final class MemoryStore implements Store {
  private final Map<Table, NavigableMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);

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
  public synchronized Cursor scan(Table table, byte[] from, byte[] to) {
    return new ListCursor(range(table, from, to));
  }

  @Override
  public synchronized Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return new ListCursor(range(table, from, to).descendingMap());
  }

  private NavigableMap<byte[], byte[]> range(Table table, byte[] from, byte[] to) {
    NavigableMap<byte[], byte[]> all = tables.get(table);
    if (from != null && to != null) {
      return Octets.compare(from, to) < 0
          ? all.subMap(from, true, to, false)
          : new TreeMap<>(Octets::compare);
    }
    if (from != null) {
      return all.tailMap(from, true);
    }
    return to != null ? all.headMap(to, false) : all;
  }

  @Override
  public synchronized void write(WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      NavigableMap<byte[], byte[]> table = tables.get(change.table());
      switch (change) {
        case WriteBatch.Put put -> table.put(put.key(), put.value());
        case WriteBatch.Delete delete -> table.remove(delete.key());
        case WriteBatch.DeleteRange deletion ->
            range(deletion.table(), deletion.from(), deletion.to()).clear();
      }
    }
  }

  @Override
  public void close() {}

  private static final class ListCursor implements Cursor {
    private final List<byte[]> keys;
    private final List<byte[]> values;
    private int position = -1;

    ListCursor(Map<byte[], byte[]> entries) {
      keys = new ArrayList<>(entries.keySet());
      values = new ArrayList<>(entries.values());
    }

    @Override
    public boolean next() {
      position++;
      return position < keys.size();
    }

    @Override
    public byte[] key() {
      return keys.get(position);
    }

    @Override
    public byte[] value() {
      return values.get(position);
    }

    @Override
    public void close() {}
  }
}
