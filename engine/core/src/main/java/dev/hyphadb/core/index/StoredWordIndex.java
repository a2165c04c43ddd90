package dev.hyphadb.core.index;

import dev.hyphadb.core.query.IdStream;
import dev.hyphadb.core.query.WordIndex;
import dev.hyphadb.core.query.text.TextContent;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import java.util.Iterator;
import java.util.List;

/** The index of words as it is in a store. */
final class StoredWordIndex implements WordIndex {
  private final Store store;
  private final IndexRecord record;

  StoredWordIndex(Store store, IndexRecord record) {
    this.store = store;
    this.record = record;
  }

  @Override
  public IdStream nodesWith(String word) {
    byte[] prefix =
        WordEntries.start(new IndexKeys(), record.number(), TextContent.key(word)).toBytes();
    Store.Cursor entries = store.scan(Table.INDEX, prefix, Keys.afterPrefix(prefix));
    List<String> outsiders =
        record.hasOutsiders() ? Outsiders.list(store, record.number()) : List.of();
    Iterator<String> others = outsiders.iterator();
    return new IdStream() {
      @Override
      public String next() {
        if (entries.next()) {
          return IndexKeys.idFrom(entries.key(), prefix.length);
        }
        return others.hasNext() ? others.next() : null;
      }

      @Override
      public void close() {
        entries.close();
      }
    };
  }
}
