package dev.hyphadb.core.nlq;

import dev.hyphadb.core.value.Value;

/**
 * A piece of a prompt.
 *
 * @param start where it begins, in UTF-16 units
 * @param end where it ends, exclusive
 * @param text as it stands there, without quotation marks
 * @param meaning what the vocabulary says it means; {@code null} for other words and for values
 * @param value of a quotation, number or date; {@code null} for words
 */
record Token(Kind kind, int start, int end, String text, Meaning meaning, Value value) {
  enum Kind {
    WORD,
    QUOTATION,
    NUMBER,
    DATE,
    SYMBOL
  }

  static Token word(int start, int end, String text) {
    return new Token(Kind.WORD, start, end, text, null, null);
  }

  boolean is(Meaning asked) {
    return meaning == asked;
  }

  /** A word that is not of the vocabulary. */
  boolean isFree() {
    return kind == Kind.WORD && meaning == null;
  }

  /** Whether it can be the name of a field or type: those that begin with $ are the language's. */
  boolean mayName() {
    return (isFree() || kind == Kind.QUOTATION) && !text.startsWith("$");
  }

  boolean isCapitalised() {
    return !text.isEmpty() && Character.isUpperCase(text.charAt(0));
  }
}
