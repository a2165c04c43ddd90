package dev.hyphadb.core.index;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes whose value has a field {@code id}, which queries take in place of the node's own: as
 * long as they are few, a query for an id is answered by the node with that id and them.
 */
final class OwnIds {
  static final String FIELD = "id";

  /** The number that no index has. */
  static final int NUMBER = 0;

  /** Beyond, they are no help. */
  private static final int LISTED_MAX = 256;

  void update(byte[] nodeKey, Fields before, Fields after, WriteBatch batch) {
    boolean had = before != null && before.has(FIELD);
    boolean has = after != null && after.has(FIELD);
    if (had != has) {
      byte[] key = key(nodeKey);
      if (has) {
        batch.put(Table.INDEX, key, IndexEntries.NOTHING);
      } else {
        batch.delete(Table.INDEX, key);
      }
    }
  }

  static byte[] key(byte[] nodeKey) {
    return new IndexKeys().start(NUMBER).put(nodeKey).toBytes();
  }

  /** {@code null} when there are too many. */
  static List<String> list(Store store) {
    List<String> ids = new ArrayList<>();
    byte[] prefix = IndexKeys.prefix(NUMBER);
    try (Store.Cursor cursor = store.scan(Table.INDEX, prefix, Keys.afterPrefix(prefix))) {
      while (cursor.next()) {
        if (ids.size() == LISTED_MAX) {
          return null;
        }
        ids.add(IndexKeys.idFrom(cursor.key(), IndexKeys.NUMBER_LENGTH));
      }
    }
    return ids;
  }
}
