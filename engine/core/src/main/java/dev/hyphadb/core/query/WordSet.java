package dev.hyphadb.core.query;

import dev.hyphadb.core.query.text.Words;
import java.util.List;

/** Words that all have to occur. Immutable. */
record WordSet(List<String> words) {
  /** One bit for each. */
  static final int WORDS_MAX = 64;

  WordSet {
    words = List.copyOf(words);
  }

  Search search() {
    return new Search();
  }

  /** Looks for the words in one text after the other. */
  final class Search {
    private long missing = words.size() == WORDS_MAX ? -1L : (1L << words.size()) - 1;

    void read(String text) {
      if (missing != 0) {
        Words.forEach(text, this::cross);
      }
    }

    private boolean cross(String word) {
      int position = words.indexOf(word);
      if (position >= 0) {
        missing &= ~(1L << position);
      }
      return missing != 0;
    }

    /** No words at all occur nowhere. */
    boolean isComplete() {
      return missing == 0 && !words.isEmpty();
    }
  }
}
