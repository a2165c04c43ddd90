package dev.hyphadb.core.index;

import dev.hyphadb.core.query.text.TextContent;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import java.util.Map;

/**
 * Entries of the index of words: {@code word, 00, id → how often the node has the word, how many
 * words it has}.
 */
final class WordEntries {
  /** Starts the key of the sums over all nodes. */
  static final int SUMS = 0xff;

  private WordEntries() {}

  static void collect(Fields value, IndexEntries target) {
    TextContent content = TextContent.of(value);
    Map<String, Integer> counts = content.counts();
    if (!content.isIndexed()) {
      target.addOutside();
      return;
    }
    PackWriter writer = new PackWriter(16);
    counts.forEach((word, count) -> {
      byte[] record = writer.reset().integer(count).integer(content.length()).toByteArray();
      byte[] key = startWord(target.startKey(), word).put(target.nodeKey()).toBytes();
      target.add(key, record);
    });
  }

  static IndexKeys startWord(IndexKeys key, String word) {
    return key.put(Utf8.encode(word)).put(0);
  }

  /** How often a node has a word, and how many words it has. */
  record Occurrence(int count, int length) {
    static Occurrence read(byte[] record) {
      PackReader reader = new PackReader(record);
      return new Occurrence(
          reader.integer(0, Integer.MAX_VALUE), reader.integer(0, Integer.MAX_VALUE));
    }
  }
}
