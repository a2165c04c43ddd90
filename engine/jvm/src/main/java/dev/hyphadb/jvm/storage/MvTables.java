package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Octets;
import java.util.Locale;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/** The map of each table, and how a batch changes them. */
final class MvTables {
  private final Object[] maps = new Object[Table.values().length];

  MvTables(MVStore database) {
    for (Table table : Table.values()) {
      maps[table.ordinal()] =
          database.openMap(
              table.name().toLowerCase(Locale.ROOT),
              new MVMap.Builder<byte[], byte[]>()
                  .keyType(ByteArrayDataType.INSTANCE)
                  .valueType(ByteArrayDataType.INSTANCE));
    }
  }

  @SuppressWarnings("unchecked")
  MVMap<byte[], byte[]> of(Table table) {
    return (MVMap<byte[], byte[]>) maps[table.ordinal()];
  }

  void apply(WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      MVMap<byte[], byte[]> map = of(change.table());
      switch (change) {
        case WriteBatch.Put put -> map.put(put.key(), put.value());
        case WriteBatch.Delete delete -> map.remove(delete.key());
        case WriteBatch.DeleteRange range -> deleteRange(map, range.from(), range.to());
      }
    }
  }

  private static void deleteRange(MVMap<byte[], byte[]> map, byte[] from, byte[] to) {
    Cursor<byte[], byte[]> cursor = map.cursor(from);
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      if (to != null && Octets.compare(key, to) >= 0) {
        return;
      }
      map.remove(key);
    }
  }
}
