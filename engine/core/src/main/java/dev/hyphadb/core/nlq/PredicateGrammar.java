package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads what a prompt says about one field, and the values in it. */
final class PredicateGrammar {
  private final TokenCursor tokens;

  PredicateGrammar(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /**
   * @param isAny whether they were joined by "or"
   */
  private record Values(List<Value> values, boolean isAny) {}

  /** Reads it if it is there; {@code null}, and the cursor where it was, if not. */
  Fields read(String field) {
    int start = tokens.at;
    boolean isNegated = false;
    boolean hasVerb = false;
    while (tokens.is(Meaning.IS) || tokens.is(Meaning.NOT)) {
      boolean isNot = tokens.take().is(Meaning.NOT);
      isNegated ^= isNot;
      hasVerb = true;
    }
    Fields condition = tokens.isAtEnd() ? null : readOperator(field, hasVerb);
    if (condition == null) {
      tokens.at = start;
      return null;
    }
    return isNegated ? Conditions.not(condition) : condition;
  }

  private Fields readOperator(String field, boolean hasVerb) {
    Meaning meaning = tokens.peek(0).meaning();
    if (meaning == null) {
      return hasVerb ? equal(field) : null;
    }
    switch (meaning) {
      case EXISTS, MISSING -> {
        tokens.at++;
        return Conditions.field(field, "$exists", Value.of(meaning == Meaning.EXISTS));
      }
      case FILLER, TRUE, FALSE, NULL -> {
        return hasVerb ? equal(field) : null;
      }
      default -> {}
    }
    tokens.at++;
    return switch (meaning) {
      case EQUAL, ONE_OF -> equal(field);
      case UNEQUAL, NONE_OF -> negated(equal(field));
      case CONTAINS, CONTAINING -> each(field, "$contains");
      case INCLUDES -> includes(field);
      case STARTS -> each(field, "$startsWith");
      case ENDS -> each(field, "$endsWith");
      case LIKE -> each(field, "$like");
      case MATCHES -> each(field, "$regex");
      case HAS_WORDS -> each(field, "$text");
      case GREATER, AFTER -> compare(field, "$gt");
      case LESS, BEFORE -> compare(field, "$lt");
      case AT_MOST -> compare(field, "$lte");
      case AT_LEAST -> atLeast(field);
      case BETWEEN -> between(field);
      case ON -> each(field, "$startsWith");
      // "is Over": a name, which its capital letter tells.
      default -> {
        tokens.at--;
        yield hasVerb && tokens.peek(0).isCapitalised() ? equal(field) : null;
      }
    };
  }

  private static Fields negated(Fields condition) {
    return condition == null ? null : Conditions.not(condition);
  }

  /** Equality with the value, or with one of the values, that come next. */
  Fields equal(String field) {
    boolean isInParentheses = tokens.tryTake(Meaning.OPEN);
    Values values = readValues();
    if (values == null || (isInParentheses && !tokens.tryTake(Meaning.CLOSE))) {
      return null;
    }
    return Conditions.equal(field, values.values());
  }

  /** An operator on strings with the values that come next, numbers taken as they are written. */
  Fields each(String field, String operator) {
    Values values = readValues();
    if (values == null) {
      return null;
    }
    List<Value> texts = new ArrayList<>();
    for (Value value : values.values()) {
      if (!(value instanceof Value.Text) && !(value instanceof Value.Int)) {
        return null;
      }
      texts.add(value instanceof Value.Int number ? Value.of("" + number.value()) : value);
    }
    return Conditions.each(field, operator, texts, values.isAny());
  }

  /** Of a string or a list of strings a part; of a list of other things an element. */
  private Fields includes(String field) {
    Values values = readValues();
    if (values == null) {
      return null;
    }
    boolean areTexts = values.values().stream().allMatch(value -> value instanceof Value.Text);
    String operator = areTexts ? "$contains" : "$eq";
    return Conditions.each(field, operator, values.values(), values.isAny());
  }

  private Fields compare(String field, String operator) {
    Value value = readBound();
    return value == null ? null : Conditions.field(field, operator, value);
  }

  /** "from 3 to 5" is a range. */
  private Fields atLeast(String field) {
    Value low = readBound();
    if (low == null || !tokens.is(Meaning.TO)) {
      return low == null ? null : Conditions.field(field, "$gte", low);
    }
    return between(field, low);
  }

  private Fields between(String field) {
    Value low = readBound();
    return low == null || !(tokens.is(Meaning.TO) || tokens.isConnective(0))
        ? null
        : between(field, low);
  }

  private Fields between(String field, Value low) {
    tokens.at++;
    Value high = readBound();
    if (high == null || low instanceof Value.Text != high instanceof Value.Text) {
      return null;
    }
    boolean isReversed = compare(low, high) > 0;
    List<Value> bounds = isReversed ? List.of(high, low) : List.of(low, high);
    return Conditions.field(field, "$between", new Value.Items(bounds));
  }

  private static int compare(Value a, Value b) {
    if (a instanceof Value.Text x && b instanceof Value.Text y) {
      return x.value().compareTo(y.value());
    }
    return Double.compare(size(a), size(b));
  }

  private static double size(Value number) {
    return number instanceof Value.Int whole ? whole.value() : ((Value.Float) number).value();
  }

  /** A number or a text. */
  Value readBound() {
    int start = tokens.at;
    Value value = readValue();
    boolean isBound =
        value instanceof Value.Int || value instanceof Value.Float || value instanceof Value.Text;
    if (!isBound) {
      tokens.at = start;
      return null;
    }
    tokens.tryTake(Meaning.YEARS_OLD);
    return value;
  }

  /** Values joined by commas, "and" and "or", as far as what follows is no condition. */
  private Values readValues() {
    Value first = readValue();
    if (first == null) {
      return null;
    }
    List<Value> values = new ArrayList<>();
    values.add(first);
    boolean isAny = false;
    while (true) {
      int joint = tokens.at;
      boolean isOr = false;
      while (tokens.isConnective(0)) {
        isOr |= tokens.take().is(Meaning.OR);
      }
      boolean isJoined = tokens.at > joint;
      skipArticles();
      Value next = isJoined && tokens.isValue(0) ? readValue() : null;
      if (next == null) {
        tokens.at = joint;
        return new Values(values, isAny);
      }
      isAny |= isOr;
      values.add(next);
    }
  }

  private void skipArticles() {
    while (tokens.is(Meaning.FILLER) && !tokens.peek(0).isCapitalised()) {
      tokens.at++;
    }
  }

  /** One value; words that stand together are one. {@code null} when there is none. */
  Value readValue() {
    int start = tokens.at;
    skipArticles();
    Token first = tokens.peek(0);
    if (first == null) {
      tokens.at = start;
      return null;
    }
    if (first.value() != null) {
      tokens.at++;
      if (first.kind() == Kind.NUMBER) {
        tokens.tryTake(Meaning.YEARS_OLD);
      }
      return first.value();
    }
    if (first.kind() == Kind.SYMBOL) {
      tokens.at = start;
      return null;
    }
    if (first.meaning() != null && !first.isCapitalised()) {
      Value constant =
          switch (first.meaning()) {
            case TRUE -> Value.TRUE;
            case FALSE -> Value.FALSE;
            case NULL -> Value.NULL;
            default -> null;
          };
      tokens.at = constant == null ? start : tokens.at + 1;
      return constant;
    }
    do {
      tokens.at++;
    } while (tokens.isFree(0) && !tokens.isField(0));
    return Value.of(tokens.textFrom(first));
  }
}
