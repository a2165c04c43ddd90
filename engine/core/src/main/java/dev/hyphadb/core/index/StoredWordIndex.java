package dev.hyphadb.core.index;

import dev.hyphadb.core.query.Corpus;
import dev.hyphadb.core.query.IdStream;
import dev.hyphadb.core.query.SortedIds;
import dev.hyphadb.core.query.WordIndex;
import dev.hyphadb.core.query.text.TextContent;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The index of words as it is in a store. */
final class StoredWordIndex implements WordIndex {
  private final Store store;
  private final IndexRecord record;

  StoredWordIndex(Store store, IndexRecord record) {
    this.store = store;
    this.record = record;
  }

  @Override
  public boolean isInOrder() {
    return !record.hasOutsiders();
  }

  @Override
  public Corpus corpus(List<String> words) {
    WordSums sums = WordSums.load(store, record.number());
    Map<String, Long> nodesWith = new LinkedHashMap<>();
    for (String word : words) {
      long count = 0;
      byte[] prefix = prefix(word);
      try (Store.Cursor entries = entries(prefix, prefix)) {
        while (entries.next()) {
          count++;
        }
      }
      nodesWith.put(TextContent.key(word), count);
    }
    return Corpus.of(sums.nodes(), sums.words(), nodesWith);
  }

  private byte[] prefix(String word) {
    IndexKeys start = new IndexKeys().start(record.number());
    return WordEntries.startWord(start, TextContent.key(word)).toBytes();
  }

  private Store.Cursor entries(byte[] prefix, byte[] from) {
    return store.scan(Table.INDEX, from, Keys.afterPrefix(prefix));
  }

  @Override
  public SortedIds sorted(String word, String after) {
    byte[] prefix = prefix(word);
    byte[] from = after == null ? prefix : Keys.after(key(prefix, Utf8.encode(after)));
    Store.Cursor entries = entries(prefix, from);
    return new SortedIds() {
      @Override
      public byte[] next() {
        if (!entries.next()) {
          return null;
        }
        byte[] key = entries.key();
        return Arrays.copyOfRange(key, prefix.length, key.length);
      }

      @Override
      public byte[] seek(byte[] id) {
        entries.seek(key(prefix, id));
        return next();
      }

      @Override
      public void close() {
        entries.close();
      }
    };
  }

  private static byte[] key(byte[] prefix, byte[] id) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + id.length);
    System.arraycopy(id, 0, key, prefix.length, id.length);
    return key;
  }

  @Override
  public IdStream nodesWith(String word) {
    byte[] prefix = prefix(word);
    Store.Cursor entries = entries(prefix, prefix);
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
