package dev.hyphadb.core.query.text;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words of all texts of a value, however deep, with how often each occurs. Words that are equal
 * up to {@link #KEY_LENGTH_MAX} are one here.
 */
public final class TextContent {
  /** Of a word, in UTF-16 units. */
  public static final int KEY_LENGTH_MAX = 64;

  /** A value with more different words is not in the index of words. */
  public static final int INDEXED_WORDS_MAX = 4_096;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private int length;

  private TextContent() {}

  public static TextContent of(Fields value) {
    TextContent content = new TextContent();
    content.visit(value);
    return content;
  }

  /** What a word is counted under. */
  public static String key(String word) {
    if (word.length() <= KEY_LENGTH_MAX) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(KEY_LENGTH_MAX - 1));
    return word.substring(0, splitsPair ? KEY_LENGTH_MAX - 1 : KEY_LENGTH_MAX);
  }

  private void visit(Value value) {
    switch (value) {
      case Value.Text text ->
          Words.forEach(
              text.value(),
              word -> {
                counts.merge(key(word), 1, Integer::sum);
                length++;
                return true;
              });
      case Value.Items items -> items.values().forEach(this::visit);
      case Fields fields -> fields.forEach((name, field) -> visit(field));
      default -> {}
    }
  }

  /** Whether an index of words has the value's words. */
  public boolean isIndexed() {
    return counts.size() <= INDEXED_WORDS_MAX;
  }

  /** Each word and how often it occurs. */
  public Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** All words, repeated ones included. */
  public int length() {
    return length;
  }
}
