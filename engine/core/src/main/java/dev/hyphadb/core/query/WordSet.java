package dev.hyphadb.core.query;

import dev.hyphadb.core.query.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that all have to occur, and phrases, each within one text. Immutable.
 *
 * @param words different ones, those of the phrases included
 * @param phrases of two or more words
 */
record WordSet(List<String> words, List<List<String>> phrases) {
  /** One bit for each. */
  static final int WORDS_MAX = 64;

  WordSet {
    words = List.copyOf(words);
    phrases = List.copyOf(phrases);
  }

  /** What stands between double quotes is a phrase. */
  static WordSet of(String text) {
    List<List<String>> phrases = new ArrayList<>();
    int from = text.indexOf('"');
    while (from >= 0) {
      int to = text.indexOf('"', from + 1);
      if (to < 0) {
        break;
      }
      List<String> phrase = Words.of(text.substring(from + 1, to));
      if (phrase.size() > 1) {
        phrases.add(phrase);
      }
      from = text.indexOf('"', to + 1);
    }
    return new WordSet(Words.of(text).stream().distinct().toList(), phrases);
  }

  Search search() {
    return new Search();
  }

  /** Looks for the words in one text after the other. */
  final class Search {
    private long missing = words.size() == WORDS_MAX ? -1L : (1L << words.size()) - 1;
    private final List<List<String>> missingPhrases = new ArrayList<>(phrases);

    void read(String text) {
      if (!missingPhrases.isEmpty()) {
        List<String> all = Words.of(text);
        missingPhrases.removeIf(phrase -> isIn(all, phrase));
        all.forEach(this::cross);
      } else if (missing != 0) {
        Words.forEach(text, this::cross);
      }
    }

    private static boolean isIn(List<String> all, List<String> phrase) {
      for (int i = 0; i + phrase.size() <= all.size(); i++) {
        if (all.subList(i, i + phrase.size()).equals(phrase)) {
          return true;
        }
      }
      return false;
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
      return missing == 0 && missingPhrases.isEmpty() && !words.isEmpty();
    }
  }
}
