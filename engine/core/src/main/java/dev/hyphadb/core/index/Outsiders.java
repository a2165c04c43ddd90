package dev.hyphadb.core.index;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import java.util.ArrayList;
import java.util.List;

/** The nodes that would have more entries in an index than it takes. */
final class Outsiders {
  private Outsiders() {}

  static List<String> list(Store store, int number) {
    List<String> ids = new ArrayList<>();
    byte[] prefix = new IndexKeys().start(number).put(IndexEntries.OUTSIDE).toBytes();
    try (Store.Cursor cursor = store.scan(Table.INDEX, prefix, Keys.afterPrefix(prefix))) {
      while (cursor.next()) {
        ids.add(IndexKeys.idFrom(cursor.key(), prefix.length));
      }
    }
    return ids;
  }
}
