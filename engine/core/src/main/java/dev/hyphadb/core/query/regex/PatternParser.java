package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.regex.Expression.Assertion;
import dev.hyphadb.core.query.regex.Expression.Repeat;
import java.util.ArrayList;
import java.util.List;

/** Reads a pattern, by recursive descent. */
final class PatternParser {
  private static final int DEPTH_MAX = 50;
  private static final int REPEAT_MAX = 1000;

  private final String pattern;
  private final boolean ignoresCase;
  private int at;
  private int depth;

  PatternParser(String pattern, boolean ignoresCase) {
    this.pattern = pattern;
    this.ignoresCase = ignoresCase;
  }

  Expression parse() {
    Expression whole = choice();
    if (at < pattern.length()) {
      throw new RegexException(at, "a ) without its (");
    }
    return whole;
  }

  private Expression choice() {
    List<Expression> options = new ArrayList<>();
    options.add(sequence());
    while (skip('|')) {
      options.add(sequence());
    }
    return options.size() == 1 ? options.get(0) : new Expression.Choice(options);
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (at < pattern.length() && peek() != '|' && peek() != ')') {
      parts.add(repeated());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Sequence(parts);
  }

  private Expression repeated() {
    int start = at;
    Expression body = atom();
    if (at == pattern.length()) {
      return body;
    }
    int quantifier = at;
    Expression repeat =
        switch (peek()) {
          case '*' -> repeat(body, 0, Repeat.UNBOUNDED);
          case '+' -> repeat(body, 1, Repeat.UNBOUNDED);
          case '?' -> repeat(body, 0, 1);
          case '{' -> counted(body);
          default -> null;
        };
    if (repeat == null) {
      return body;
    }
    if (body instanceof Assertion && pattern.charAt(start) != '(') {
      throw new RegexException(start, "an assertion cannot be repeated");
    }
    // As few as possible instead of as many: whether there is a match stays the same.
    skip('?');
    if (at < pattern.length() && "*+?{".indexOf(peek()) >= 0) {
      String what = peek() == '+' ? "possessive quantifiers are not supported" : "two quantifiers";
      throw new RegexException(quantifier, what);
    }
    return repeat;
  }

  private Expression repeat(Expression body, int min, int max) {
    at++;
    return new Repeat(body, min, max);
  }

  /** {@code {3}}, {@code {3,}} or {@code {3,5}}. */
  private Expression counted(Expression body) {
    int start = at++;
    int min = number(start);
    int max = min;
    if (skip(',')) {
      max = at < pattern.length() && peek() == '}' ? Repeat.UNBOUNDED : number(start);
    }
    if (!skip('}')) {
      throw badCount(start);
    }
    if (max != Repeat.UNBOUNDED && max < min) {
      throw new RegexException(start, "the counts of a repetition are out of order");
    }
    return new Repeat(body, min, max);
  }

  private int number(int start) {
    int first = at;
    int number = 0;
    while (at < pattern.length() && isDigit(peek())) {
      number = Math.min(REPEAT_MAX + 1, number * 10 + peek() - '0');
      at++;
    }
    if (at == first) {
      throw badCount(start);
    }
    if (number > REPEAT_MAX) {
      throw new RegexException(start, "a repetition counts to at most " + REPEAT_MAX);
    }
    return number;
  }

  private static RegexException badCount(int start) {
    return new RegexException(start, "a repetition is {3}, {3,} or {3,5}; a literal { is \\{");
  }

  private Expression atom() {
    int start = at;
    int c = next();
    return switch (c) {
      case '(' -> group(start);
      case '[' -> new Expression.One(set(start));
      case '.' -> new Expression.One(CharSet.LINE_END.negated());
      case '^' -> Assertion.START;
      case '$' -> Assertion.END;
      case '*', '+', '?' -> throw new RegexException(start, "nothing to repeat");
      case '{' -> throw badCount(start);
      case '\\' -> escape(start);
      default -> one(c);
    };
  }

  private Expression one(int codePoint) {
    return new Expression.One(folded(CharSet.of(codePoint)));
  }

  /** The text is folded before it is compared, so what stands for a capital becomes small too. */
  private CharSet folded(CharSet set) {
    if (!ignoresCase) {
      return set;
    }
    CharSet.Builder builder = new CharSet.Builder();
    builder.addAll(set);
    builder.addFolded();
    return builder.build();
  }

  private Expression group(int start) {
    if (++depth > DEPTH_MAX) {
      throw new RegexException(start, "groups nest at most " + DEPTH_MAX + " deep");
    }
    if (pattern.startsWith("?", at)) {
      if (!pattern.startsWith("?:", at)) {
        throw new RegexException(start, construct() + " is not supported");
      }
      at += 2;
    }
    Expression inner = choice();
    if (!skip(')')) {
      throw new RegexException(start, "a ( without its )");
    }
    depth--;
    return inner;
  }

  private String construct() {
    if (pattern.startsWith("?=", at) || pattern.startsWith("?!", at)) {
      return "lookahead (?= (?!";
    }
    if (pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at)) {
      return "lookbehind (?<= (?<!";
    }
    if (pattern.startsWith("?<", at) || pattern.startsWith("?P", at)) {
      return "a named group";
    }
    return pattern.startsWith("?>", at) ? "an atomic group" : "a group with flags";
  }

  private Expression escape(int start) {
    if (skip('b')) {
      return Assertion.WORD_BOUNDARY;
    }
    if (skip('B')) {
      return Assertion.NO_WORD_BOUNDARY;
    }
    CharSet named = namedSet();
    return named != null ? new Expression.One(named) : one(escapedCodePoint(start));
  }

  /** The set of {@code \d} and its like, the backslash being read; null if it is none. */
  private CharSet namedSet() {
    if (at == pattern.length()) {
      return null;
    }
    CharSet set =
        switch (peek()) {
          case 'd' -> CharSet.DIGIT;
          case 'D' -> CharSet.DIGIT.negated();
          case 'w' -> CharSet.WORD;
          case 'W' -> CharSet.WORD.negated();
          case 's' -> CharSet.SPACE;
          case 'S' -> CharSet.SPACE.negated();
          default -> null;
        };
    if (set != null) {
      at++;
    }
    return set;
  }

  private int escapedCodePoint(int start) {
    if (at == pattern.length()) {
      throw new RegexException(start, "a \\ at the end");
    }
    int c = next();
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0xb;
      case 'x' -> hex(start, 2);
      case 'u' -> skip('{') ? bracedHex(start) : hex(start, 4);
      case '0' -> zero(start);
      case 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          throw new RegexException(start, "backreferences are not supported");
      case 'p', 'P' -> throw new RegexException(start, "Unicode properties \\p are not supported");
      default -> {
        if (CharSet.WORD.contains(c)) {
          String escape = new String(Character.toChars(c));
          throw new RegexException(start, "unknown escape \\" + escape);
        }
        yield c;
      }
    };
  }

  private int zero(int start) {
    if (at < pattern.length() && isDigit(peek())) {
      throw new RegexException(start, "octal escapes are not supported; write \\x");
    }
    return 0;
  }

  private int bracedHex(int start) {
    int end = pattern.indexOf('}', at);
    if (end < 0 || end == at || end - at > 6) {
      throw new RegexException(start, "\\u{} takes one to six hexadecimal digits");
    }
    int codePoint = hex(start, end - at);
    at++;
    return codePoint;
  }

  private int hex(int start, int digits) {
    int codePoint = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < pattern.length() ? hexDigit(pattern.charAt(at++)) : -1;
      if (digit < 0) {
        throw new RegexException(start, "an escape lacks hexadecimal digits");
      }
      codePoint = codePoint * 16 + digit;
    }
    if (codePoint > Character.MAX_CODE_POINT || codePoint >= 0xd800 && codePoint < 0xe000) {
      throw new RegexException(start, "an escape is no Unicode character");
    }
    return codePoint;
  }

  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** What stands in brackets, the first of which is read. */
  private CharSet set(int start) {
    boolean isNegated = skip('^');
    CharSet.Builder builder = new CharSet.Builder();
    while (at < pattern.length() && peek() != ']') {
      int from = at;
      CharSet first = setMember();
      boolean isRange = at + 1 < pattern.length() && peek() == '-' && pattern.charAt(at + 1) != ']';
      if (!isRange) {
        builder.addAll(first);
        continue;
      }
      at++;
      CharSet last = setMember();
      if (isNotSingle(first) || isNotSingle(last) || first.ranges()[0] > last.ranges()[0]) {
        throw new RegexException(from, "a range in brackets goes from one character to a later");
      }
      builder.add(first.ranges()[0], last.ranges()[0]);
    }
    if (!skip(']')) {
      throw new RegexException(start, "a [ without its ]");
    }
    if (ignoresCase) {
      builder.addFolded();
    }
    return isNegated ? builder.build().negated() : builder.build();
  }

  private static boolean isNotSingle(CharSet set) {
    return set.ranges().length != 2 || set.ranges()[0] != set.ranges()[1];
  }

  private CharSet setMember() {
    int start = at;
    if (!skip('\\')) {
      return CharSet.of(next());
    }
    CharSet named = namedSet();
    if (named != null) {
      return named;
    }
    // In brackets it is the backspace, and a dash needs its escape.
    return CharSet.of(skip('b') ? 0x8 : escapedCodePoint(start));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private char peek() {
    return pattern.charAt(at);
  }

  private int next() {
    int codePoint = pattern.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  private boolean skip(char c) {
    if (at < pattern.length() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }
}
