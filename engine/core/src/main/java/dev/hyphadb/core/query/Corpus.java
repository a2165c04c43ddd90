package dev.hyphadb.core.query;

import dev.hyphadb.core.query.text.TextContent;
import dev.hyphadb.core.value.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What relevance is measured by: how many nodes have words, how many words they have together, and
 * how many of them have each word of a query. Nodes of very many different words are left out.
 * Belongs to one thread while it is filled.
 */
public final class Corpus {
  private final Map<String, Long> nodesWith = new LinkedHashMap<>();
  private long nodes;
  private long words;

  /** An empty one, to count nodes in. */
  static Corpus toCount(List<String> queryWords) {
    Corpus corpus = new Corpus();
    queryWords.forEach(word -> corpus.nodesWith.put(TextContent.key(word), 0L));
    return corpus;
  }

  /** What an index has counted. */
  public static Corpus of(long nodes, long words, Map<String, Long> nodesWith) {
    Corpus corpus = new Corpus();
    corpus.nodes = nodes;
    corpus.words = words;
    corpus.nodesWith.putAll(nodesWith);
    return corpus;
  }

  private Corpus() {}

  void count(Fields value) {
    TextContent content = TextContent.of(value);
    if (content.length() > 0 && content.isIndexed()) {
      nodes++;
      words += content.length();
      nodesWith.replaceAll((word, count) -> count + (content.counts().containsKey(word) ? 1 : 0));
    }
  }

  /**
   * Okapi BM25 with the usual k1 = 1.2 and b = 0.75 and the logarithm that is never negative
   * (Robertson and Zaragoza, 2009), of a node as a whole; to the millionth, so that it is the same
   * on every platform.
   */
  double relevance(Fields value) {
    TextContent content = TextContent.of(value);
    double average = nodes == 0 ? 1 : Math.max(1, (double) words / nodes);
    double sum = 0;
    for (Map.Entry<String, Long> word : nodesWith.entrySet()) {
      double count = content.counts().getOrDefault(word.getKey(), 0);
      double rarity = Math.log(1 + (nodes - word.getValue() + 0.5) / (word.getValue() + 0.5));
      double length = 0.25 + 0.75 * content.length() / average;
      sum += rarity * count * 2.2 / (count + 1.2 * length);
    }
    return Math.rint(sum * 1e6) / 1e6;
  }
}
