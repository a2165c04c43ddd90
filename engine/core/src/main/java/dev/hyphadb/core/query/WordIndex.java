package dev.hyphadb.core.query;

import java.util.List;

/** An index over the words in all texts of nodes. */
public interface WordIndex {
  /** The nodes that may have the word, those with many words included, by id but for these. */
  IdStream nodesWith(String word);

  /** Whether all nodes with a word come in the order of their ids. */
  boolean isInOrder();

  /**
   * The nodes that have the word, where they are in order.
   *
   * @param after begins behind this id; {@code null} to begin with the first
   */
  SortedIds sorted(String word, String after);

  /** What the relevance of nodes to these words is measured by. */
  Corpus corpus(List<String> words);
}
