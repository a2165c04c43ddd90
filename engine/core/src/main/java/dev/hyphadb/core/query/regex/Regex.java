package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.regex.Expression.Assertion;
import dev.hyphadb.core.query.regex.Expression.Repeat;
import dev.hyphadb.core.query.text.CaseFolding;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression. Asking whether it matches takes time linear in the text: at most a pass
 * over the program, whose size is bounded, for each character, and a table look-up for each once
 * the automaton is warm. For any thread.
 */
public final class Regex {
  /** Of a pattern, in UTF-16 units. */
  public static final int PATTERN_LENGTH_MAX = 1000;

  private final boolean ignoresCase;
  private final Automaton automaton;

  private Regex(Expression expression, boolean ignoresCase) {
    this.ignoresCase = ignoresCase;
    this.automaton = new Automaton(Program.of(expression));
  }

  /**
   * A regular expression, which matches anywhere in a text as JavaScript's {@code RegExp.test}.
   *
   * @throws RegexException when the pattern is not of the subset, or too large
   */
  public static Regex compile(String pattern, boolean ignoresCase) {
    requireShort(pattern);
    return new Regex(new PatternParser(pattern, ignoresCase).parse(), ignoresCase);
  }

  /**
   * A pattern of SQL's LIKE, which matches whole texts: {@code %} stands for any characters, {@code
   * _} for one, a backslash takes the meaning from what follows it.
   *
   * @throws RegexException when it is too long
   */
  public static Regex like(String pattern) {
    requireShort(pattern);
    List<Expression> parts = new ArrayList<>();
    parts.add(Assertion.START);
    for (int i = 0; i < pattern.length(); ) {
      int codePoint = pattern.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean isEscape = codePoint == '\\' && i < pattern.length();
      if (isEscape) {
        codePoint = pattern.codePointAt(i);
        i += Character.charCount(codePoint);
      }
      boolean isWildcard = !isEscape && (codePoint == '%' || codePoint == '_');
      Expression one = new Expression.One(isWildcard ? CharSet.ALL : CharSet.of(codePoint));
      boolean isAny = isWildcard && codePoint == '%';
      parts.add(isAny ? new Repeat(one, 0, Repeat.UNBOUNDED) : one);
    }
    parts.add(Assertion.END);
    return new Regex(new Expression.Sequence(parts), false);
  }

  private static void requireShort(String pattern) {
    if (pattern.length() > PATTERN_LENGTH_MAX) {
      throw new RegexException(
          PATTERN_LENGTH_MAX, "too long: a pattern has at most 1,000 characters");
    }
  }

  /** Whether it matches somewhere in the text. */
  public boolean test(String text) {
    Automaton.State state = automaton.start();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int folded = ignoresCase ? CaseFolding.fold(codePoint) : codePoint;
      state = automaton.next(state, automaton.symbolOf(folded));
      if (state == Automaton.MATCHED) {
        return true;
      }
    }
    return automaton.next(state, automaton.end()) == Automaton.MATCHED;
  }
}
