package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a prompt into tokens: quotations, numbers, ISO dates, words, signs. */
final class PromptReader {
  /** What opens a quotation, and what closes it at the same position. */
  private static final String OPENING = "\"“„«`";

  private static final String CLOSING = "\"””»`";

  private static final Map<String, Meaning> SIGNS =
      Map.ofEntries(
          Map.entry(",", Meaning.COMMA),
          Map.entry("(", Meaning.OPEN),
          Map.entry(")", Meaning.CLOSE),
          Map.entry("&", Meaning.AND),
          Map.entry("|", Meaning.OR),
          Map.entry(";", Meaning.THEN),
          Map.entry("->", Meaning.THEN),
          Map.entry("→", Meaning.THEN),
          Map.entry("=", Meaning.EQUAL),
          Map.entry("==", Meaning.EQUAL),
          Map.entry(":", Meaning.EQUAL),
          Map.entry("!=", Meaning.UNEQUAL),
          Map.entry("<>", Meaning.UNEQUAL),
          Map.entry("≠", Meaning.UNEQUAL),
          Map.entry(">", Meaning.GREATER),
          Map.entry(">=", Meaning.AT_LEAST),
          Map.entry("≥", Meaning.AT_LEAST),
          Map.entry("<", Meaning.LESS),
          Map.entry("<=", Meaning.AT_MOST),
          Map.entry("≤", Meaning.AT_MOST));

  /** Characters of a number with a point: fewer digits than a double holds exactly. */
  private static final int DECIMALS_MAX = 16;

  private final String prompt;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private PromptReader(String prompt) {
    this.prompt = prompt;
  }

  /**
   * @throws QueryException {@code query-too-large}
   */
  static List<Token> read(String prompt) {
    if (prompt.length() > PromptLimits.LENGTH_MAX) {
      throw new QueryException(
          "query-too-large",
          "prompt",
          "a prompt has at most " + PromptLimits.LENGTH_MAX + " characters");
    }
    PromptReader reader = new PromptReader(prompt);
    reader.readAll();
    return reader.tokens;
  }

  private void readAll() {
    while (at < prompt.length()) {
      char c = prompt.charAt(at);
      if (isSpace(c) || isPunctuation(c)) {
        at++;
      } else if (!readQuotation(c) && !readNumberOrDate() && !readImpossibleDate() && !readSign()) {
        readWord();
      }
    }
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00a0' || Character.isWhitespace(c);
  }

  /** What ends or opens a sentence. */
  private boolean isPunctuation(char c) {
    return switch (c) {
      case '.' -> at + 1 == prompt.length() || isSpace(prompt.charAt(at + 1));
      case '!' -> !prompt.startsWith("!=", at);
      case '?', '¿', '¡' -> true;
      default -> false;
    };
  }

  private boolean readQuotation(char c) {
    int quote = OPENING.indexOf(c);
    // An apostrophe within a word is part of it; at the start of one it opens a quotation.
    char closing = quote >= 0 ? CLOSING.charAt(quote) : c == '‘' ? '’' : c;
    if (quote < 0 && c != '\'' && c != '‘') {
      return false;
    }
    int end = closingQuote(closing);
    if (end < 0) {
      return false;
    }
    String text = prompt.substring(at + 1, end).replace("\\" + closing, String.valueOf(closing));
    add(Kind.QUOTATION, end + 1, text, null, Value.of(text));
    return true;
  }

  /** An apostrophe closes only at the end of a word: 'O'Brien' is one quotation. */
  private int closingQuote(char closing) {
    boolean isApostrophe = closing == '\'' || closing == '’';
    for (int i = at + 1; i < prompt.length(); i++) {
      boolean isWithinWord =
          isApostrophe && i + 1 < prompt.length() && Character.isLetter(prompt.charAt(i + 1));
      if (prompt.charAt(i) == closing && prompt.charAt(i - 1) != '\\' && !isWithinWord) {
        return i;
      }
    }
    return -1;
  }

  private boolean readNumberOrDate() {
    int end = Dates.end(prompt, at);
    if (end > 0 && isBoundary(end)) {
      String text = prompt.substring(at, end);
      add(Kind.DATE, end, text, null, Value.of(text));
      return true;
    }
    int i = at;
    if (prompt.charAt(i) == '-' || prompt.charAt(i) == '+') {
      i++;
    }
    int digits = i;
    boolean hasPoint = false;
    while (i < prompt.length()) {
      char c = prompt.charAt(i);
      boolean isPoint = c == '.' && !hasPoint && i > digits && isDigit(i + 1);
      boolean isGrouping = c == ',' && !hasPoint && isGroup(i + 1);
      if (!isDigit(i) && !isPoint && !isGrouping) {
        break;
      }
      hasPoint = hasPoint || isPoint;
      i++;
    }
    if (i == digits || !isBoundary(i)) {
      return false;
    }
    Value value = number(prompt.substring(at, i).replace(",", ""), hasPoint);
    if (value == null) {
      return false;
    }
    add(Kind.NUMBER, i, prompt.substring(at, i), null, value);
    return true;
  }

  /** Three digits and no more, as between the commas of 1,234,567. */
  private boolean isGroup(int from) {
    return isDigit(from) && isDigit(from + 1) && isDigit(from + 2) && !isDigit(from + 3);
  }

  private boolean isDigit(int position) {
    return position < prompt.length()
        && prompt.charAt(position) >= '0'
        && prompt.charAt(position) <= '9';
  }

  /**
   * {@code null} when it is too long to be exact: then it is a word. Not parsed as a double, which
   * is not the same to the last bit on every platform; this division is.
   */
  private static Value number(String text, boolean hasPoint) {
    if (text.length() > (hasPoint ? DECIMALS_MAX : 18)) {
      return null;
    }
    long digits = Long.parseLong(text.replace(".", ""));
    if (!hasPoint) {
      return Value.of(digits);
    }
    double scale = 1;
    for (int i = text.length() - 1; text.charAt(i) != '.'; i--) {
      scale *= 10;
    }
    return Value.of(digits / scale);
  }

  private boolean isBoundary(int position) {
    if (position >= prompt.length()) {
      return true;
    }
    char c = prompt.charAt(position);
    boolean isEndOfSentence = c == '.' && position + 1 == prompt.length();
    return isEndOfSentence || isSpace(c) || (!isWordPart(c) && c != '.');
  }

  /** What looks like a date and is none must not pass for a word. */
  private boolean readImpossibleDate() {
    int end = at + 10;
    boolean isOne = end <= prompt.length() && isBoundary(end);
    for (int i = 0; i < 10 && isOne; i++) {
      boolean isDash = i == 4 || i == 7;
      isOne = isDash ? prompt.charAt(at + i) == '-' : isDigit(at + i);
    }
    if (isOne) {
      add(Kind.SYMBOL, end, prompt.substring(at, end), null, null);
    }
    return isOne;
  }

  private boolean readSign() {
    for (int length = 2; length > 0; length--) {
      int end = Math.min(prompt.length(), at + length);
      Meaning meaning = SIGNS.get(prompt.substring(at, end));
      if (meaning != null) {
        add(Kind.SYMBOL, end, prompt.substring(at, end), meaning, null);
        return true;
      }
    }
    return false;
  }

  private void readWord() {
    int end = at + 1;
    while (end < prompt.length()) {
      char c = prompt.charAt(end);
      boolean isPoint = c == '.' && end + 1 < prompt.length() && isWordPart(prompt.charAt(end + 1));
      boolean isArrow = c == '-' && prompt.startsWith("->", end);
      if ((!isWordPart(c) && !isPoint) || isArrow) {
        break;
      }
      end++;
    }
    add(Kind.WORD, end, prompt.substring(at, end), null, null);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || "_-'’@$#%/+*~^\\{}[]".indexOf(c) >= 0;
  }

  private void add(Kind kind, int end, String text, Meaning meaning, Value value) {
    tokens.add(new Token(kind, at, end, text, meaning, value));
    at = end;
  }
}
