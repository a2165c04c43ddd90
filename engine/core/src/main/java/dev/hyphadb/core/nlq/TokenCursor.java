package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A position among the tokens of a prompt. */
final class TokenCursor {
  /** What may follow a field, and says something about it. */
  private static final Set<Meaning> PREDICATES =
      EnumSet.of(
          Meaning.IS,
          Meaning.EQUAL,
          Meaning.UNEQUAL,
          Meaning.EXISTS,
          Meaning.MISSING,
          Meaning.ONE_OF,
          Meaning.NONE_OF,
          Meaning.CONTAINS,
          Meaning.CONTAINING,
          Meaning.INCLUDES,
          Meaning.STARTS,
          Meaning.ENDS,
          Meaning.LIKE,
          Meaning.MATCHES,
          Meaning.HAS_WORDS,
          Meaning.GREATER,
          Meaning.AT_LEAST,
          Meaning.LESS,
          Meaning.AT_MOST,
          Meaning.BETWEEN,
          Meaning.ON);

  /** Those that may as well follow a type. */
  private static final Set<Meaning> WEAK =
      EnumSet.of(
          Meaning.ONE_OF, Meaning.CONTAINING, Meaning.INCLUDES, Meaning.ON, Meaning.AT_LEAST);

  /** Words that are names of fields too, where something is said about them. */
  private static final Set<Meaning> SOFT =
      EnumSet.of(
          Meaning.THING,
          Meaning.STEPS,
          Meaning.KILOMETRES,
          Meaning.MILES,
          Meaning.YEARS_OLD,
          Meaning.DISTANCE,
          Meaning.LIMIT,
          Meaning.FIRST,
          Meaning.TOP,
          Meaning.RESULTS,
          Meaning.CHILD,
          Meaning.DESCENDANT,
          Meaning.GRANDCHILD,
          Meaning.ID);

  private final List<Token> tokens;
  private final String prompt;
  int at;

  TokenCursor(List<Token> tokens, String prompt) {
    this.tokens = tokens;
    this.prompt = prompt;
  }

  boolean isAtEnd() {
    return at >= tokens.size();
  }

  /** The token so many places on; {@code null} beyond the end. */
  Token peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : null;
  }

  boolean is(Meaning meaning) {
    return is(0, meaning);
  }

  boolean is(int ahead, Meaning meaning) {
    Token token = peek(ahead);
    return token != null && token.is(meaning);
  }

  boolean isKind(int ahead, Kind kind) {
    Token token = peek(ahead);
    return token != null && token.kind() == kind;
  }

  boolean isFree(int ahead) {
    Token token = peek(ahead);
    return token != null && token.isFree();
  }

  boolean tryTake(Meaning meaning) {
    if (is(meaning)) {
      at++;
      return true;
    }
    return false;
  }

  Token take() {
    return tokens.get(at++);
  }

  void skipFillers() {
    while (is(Meaning.FILLER)) {
      at++;
    }
  }

  boolean isConnective(int ahead) {
    return is(ahead, Meaning.AND) || is(ahead, Meaning.OR) || is(ahead, Meaning.COMMA);
  }

  /** Whether something is said there about the field before it. */
  boolean isPredicate(int ahead) {
    Token token = peek(ahead);
    if (token == null || token.meaning() == null) {
      return false;
    }
    return switch (token.meaning()) {
      case NOT -> isPredicate(ahead + 1) || isPlainValue(ahead + 1);
      case AFTER, BEFORE -> isKind(ahead + 1, Kind.DATE) || isKind(ahead + 1, Kind.NUMBER);
      case AT_MOST -> !is(ahead + 2, Meaning.STEPS);
      default -> PREDICATES.contains(token.meaning());
    };
  }

  private boolean isPlainValue(int ahead) {
    Token token = peek(ahead);
    return token != null
        && (token.value() != null
            || token.isFree()
            || token.is(Meaning.TRUE)
            || token.is(Meaning.FALSE)
            || token.is(Meaning.NULL));
  }

  /** Whether a field stands there with something said about it. */
  boolean isField(int ahead) {
    Token token = peek(ahead);
    if (token == null) {
      return false;
    }
    boolean mayBeField =
        token.mayName() || (token.meaning() != null && SOFT.contains(token.meaning()));
    boolean isBare = !token.isFree() && token.kind() == Kind.WORD && is(ahead + 1, Meaning.NOT);
    return mayBeField && !isBare && isPredicate(ahead + 1) && !isOfAge(ahead);
  }

  /** Whether a name stands there that nothing is said about: a type, or a field that is there. */
  boolean isName(int ahead) {
    Token token = peek(ahead);
    if (token == null || !token.mayName()) {
      return false;
    }
    if (!isPredicate(ahead + 1)) {
      return true;
    }
    Meaning next = peek(ahead + 1).meaning();
    return (token.isCapitalised() && token.isFree() && WEAK.contains(next)) || isOfAge(ahead);
  }

  /** "Users over 30 years old", "Users between 30 and 40 years old": that is about their age. */
  private boolean isOfAge(int ahead) {
    int last = ahead + (is(ahead + 1, Meaning.BETWEEN) ? 4 : 2);
    return isKind(last, Kind.NUMBER) && is(last + 1, Meaning.YEARS_OLD) && isFree(ahead);
  }

  /** Whether a value stands there, and not the beginning of what is said next. */
  boolean isValue(int ahead) {
    return isPlainValue(ahead) && !isField(ahead);
  }

  /** The prompt from a token to the one before the cursor, as it was written. */
  String textFrom(Token first) {
    return prompt.substring(first.start(), tokens.get(at - 1).end());
  }
}
