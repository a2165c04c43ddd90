package dev.hyphadb.core.query;

/** An index over the words in all texts of nodes. */
public interface WordIndex {
  /** The nodes that may have the word, those with many words included, by id but for these. */
  IdStream nodesWith(String word);
}
