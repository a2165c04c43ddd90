package dev.hyphadb.core.index;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import java.util.Arrays;
import java.util.Iterator;

/**
 * How many nodes have words and how many words they have together: what relevance is measured by. A
 * record of the index of words.
 */
final class WordSums {
  private final int number;
  private final byte[] key;
  private long nodes;
  private long words;
  private boolean isChanged;

  private WordSums(int number) {
    this.number = number;
    this.key = new IndexKeys().start(number).put(WordEntries.SUMS).toBytes();
  }

  static WordSums empty(int number) {
    return new WordSums(number);
  }

  static WordSums load(Store store, int number) {
    WordSums sums = new WordSums(number);
    byte[] record = store.get(Table.INDEX, sums.key);
    if (record != null) {
      PackReader reader = new PackReader(record);
      sums.nodes = reader.unsigned();
      sums.words = reader.unsigned();
    }
    return sums;
  }

  int number() {
    return number;
  }

  long nodes() {
    return nodes;
  }

  long words() {
    return words;
  }

  boolean isKey(byte[] entry) {
    return Arrays.equals(key, entry);
  }

  boolean isSame(WordSums other) {
    return nodes == other.nodes && words == other.words;
  }

  /** A node has other entries now. */
  void replace(IndexEntries before, IndexEntries after) {
    add(before, -1);
    add(after);
  }

  void add(IndexEntries entries) {
    add(entries, 1);
  }

  private void add(IndexEntries entries, int sign) {
    Iterator<byte[]> records = entries.entries().values().iterator();
    byte[] first = records.hasNext() ? records.next() : IndexEntries.NOTHING;
    // Each entry of a node says how many words it has; an outsider says nothing.
    if (first.length > 0) {
      nodes += sign;
      words += (long) sign * WordEntries.Occurrence.read(first).length();
      isChanged = true;
    }
  }

  void flush(WriteBatch batch) {
    if (isChanged) {
      batch.put(Table.INDEX, key, new PackWriter(16).integer(nodes).integer(words).toByteArray());
      isChanged = false;
    }
  }
}
