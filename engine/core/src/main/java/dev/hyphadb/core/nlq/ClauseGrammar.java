package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads the conditions of a prompt, one clause after the other. */
final class ClauseGrammar {
  private static final double KILOMETRES_PER_MILE = 1.609344;

  private final TokenCursor tokens;
  private final Nouns nouns;
  private final PredicateGrammar predicates;

  /** What "and over 40" goes on about; {@code null} for nothing. */
  private String lastField;

  private int depth;

  ClauseGrammar(TokenCursor tokens, Nouns nouns) {
    this.tokens = tokens;
    this.nouns = nouns;
    this.predicates = new PredicateGrammar(tokens);
  }

  void forgetField() {
    lastField = null;
  }

  boolean hasField() {
    return lastField != null;
  }

  /** Reads one if it is there; {@code null}, and the cursor where it was, if not. */
  Fields read() {
    int start = tokens.at;
    Fields clause = tokens.isAtEnd() ? null : readClause();
    if (clause == null) {
      tokens.at = start;
    }
    return clause;
  }

  private Fields readClause() {
    tokens.skipFillers();
    Token token = tokens.peek(0);
    if (token == null) {
      return null;
    }
    if (tokens.isField(0)) {
      return readField();
    }
    if (token.meaning() == null) {
      return null;
    }
    tokens.at++;
    return switch (token.meaning()) {
      case WHERE -> readWhere();
      case NOT -> readNot();
      case OPEN -> readGroup();
      case WITH -> readWith();
      case WITHOUT -> readPresence(false);
      case NAMED -> predicates.equal("name");
      case OLDER -> age("$gt");
      case YOUNGER -> age("$lt");
      case AGED -> predicates.equal("age");
      case OF_TYPE -> types(true);
      case SEARCH, HAS_WORDS, CONTAINING -> readSearch();
      case NEAR -> readNear();
      case WITHIN -> readWithin();
      case ID, IDS -> predicates.equal("id");
      default -> {
        tokens.at--;
        yield readContinued();
      }
    };
  }

  private Fields readField() {
    String field = tokens.take().text();
    Fields condition = predicates.read(field);
    lastField = condition == null ? lastField : field;
    return condition;
  }

  /**
   * "… over 30 and under 40": the second is about the field of the first; of an age, "years old"
   * tells.
   */
  private Fields readContinued() {
    if (!tokens.isPredicate(0)) {
      return null;
    }
    int start = tokens.at;
    Fields condition = predicates.read("age");
    boolean isAge = condition != null && tokens.peek(-1).is(Meaning.YEARS_OLD);
    if (isAge || lastField == null) {
      return isAge ? condition : null;
    }
    tokens.at = start;
    return predicates.read(lastField);
  }

  /** "Who are active", "that are not Companies", "whose age is 3". */
  private Fields readWhere() {
    int start = tokens.at;
    boolean hasVerb = tokens.tryTake(Meaning.IS);
    boolean isNegated = tokens.tryTake(Meaning.NOT);
    if (!hasVerb) {
      tokens.at = start;
      return read();
    }
    int article = tokens.at;
    tokens.skipFillers();
    Fields condition = null;
    if (tokens.isName(0)) {
      boolean isType = tokens.peek(0).isCapitalised() || tokens.at > article;
      condition = isType ? types(false) : Conditions.field(tokens.take().text(), Value.TRUE);
    } else {
      condition = read();
    }
    return condition == null || !isNegated ? condition : Conditions.not(condition);
  }

  private Fields readNot() {
    tokens.skipFillers();
    Fields condition = tokens.isName(0) ? types(false) : read();
    return condition == null ? null : Conditions.not(condition);
  }

  private Fields readGroup() {
    if (++depth > PromptLimits.DEPTH_MAX) {
      throw new QueryException(
          "query-too-large",
          "prompt",
          "parentheses nest at most " + PromptLimits.DEPTH_MAX + " deep");
    }
    List<Fields> any = new ArrayList<>();
    List<Fields> all = new ArrayList<>();
    while (!tokens.tryTake(Meaning.CLOSE)) {
      boolean isAlternative = false;
      while (tokens.isConnective(0)) {
        isAlternative |= tokens.take().is(Meaning.OR);
      }
      Fields clause = read();
      if (clause == null) {
        return null;
      }
      if (isAlternative && !all.isEmpty()) {
        any.add(Conditions.all(all));
        all.clear();
      }
      all.add(clause);
    }
    depth--;
    if (all.isEmpty()) {
      return null;
    }
    any.add(Conditions.all(all));
    return Conditions.any(any);
  }

  /** "With email", "with name Bob", "with age over 30". */
  private Fields readWith() {
    tokens.skipFillers();
    if (tokens.tryTake(Meaning.ID) || tokens.tryTake(Meaning.IDS)) {
      Fields verb = predicates.read("id");
      return verb == null ? predicates.equal("id") : verb;
    }
    if (tokens.isField(0)) {
      return readField();
    }
    if (!tokens.isName(0)) {
      return null;
    }
    boolean isValueNext = !tokens.isConnective(1) && tokens.isValue(1);
    if (!isValueNext) {
      return readPresence(true);
    }
    lastField = tokens.take().text();
    return predicates.equal(lastField);
  }

  /** One field or several that are there, or are not. */
  private Fields readPresence(boolean isWanted) {
    List<Fields> each = new ArrayList<>();
    boolean isAny = false;
    while (true) {
      tokens.skipFillers();
      if (!tokens.isName(0)) {
        return null;
      }
      String field = tokens.take().text();
      each.add(Conditions.field(field, "$exists", Value.of(isWanted)));
      int joint = tokens.at;
      boolean isOr = false;
      while (tokens.isConnective(0)) {
        isOr |= tokens.take().is(Meaning.OR);
      }
      boolean isJoined = tokens.at > joint;
      tokens.skipFillers();
      boolean goesOn = isJoined && tokens.isName(0) && !tokens.isValue(1);
      if (!goesOn) {
        tokens.at = joint;
        break;
      }
      isAny |= isOr;
    }
    // "without a or b" has neither.
    return isAny && isWanted ? Conditions.any(each) : Conditions.all(each);
  }

  private Fields age(String operator) {
    Value years = predicates.readBound();
    return years == null ? null : Conditions.field("age", operator, years);
  }

  /** Types, and the condition to be of one of them. */
  Fields types(boolean isVerbatim) {
    List<Value> names = new ArrayList<>();
    int joint;
    do {
      tokens.skipFillers();
      if (!tokens.isName(0)) {
        return null;
      }
      addType(names, isVerbatim);
      joint = tokens.at;
      while (tokens.isConnective(0)) {
        tokens.at++;
      }
      tokens.skipFillers();
    } while (tokens.at > joint && tokens.isName(0));
    tokens.at = joint;
    return Conditions.equal("type", names);
  }

  /** Capital letters and quotation marks say how a type is written; otherwise it may have one. */
  private void addType(List<Value> names, boolean isVerbatim) {
    Token first = tokens.take();
    if (first.kind() == Kind.QUOTATION) {
      names.add(first.value());
      return;
    }
    boolean isCapitalised = first.isCapitalised();
    while (isCapitalised && tokens.isName(0) && tokens.peek(0).isCapitalised()) {
      tokens.at++;
    }
    String text = tokens.textFrom(first);
    String name = isVerbatim ? text : nouns.singular(text);
    names.add(Value.of(name));
    if (!isCapitalised && Character.isLowerCase(name.charAt(0))) {
      names.add(Value.of(Character.toUpperCase(name.charAt(0)) + name.substring(1)));
    }
  }

  /** Words in the whole node, or in one field. */
  private Fields readSearch() {
    tokens.tryTake(Meaning.EQUAL);
    Value text = predicates.readValue();
    if (!(text instanceof Value.Text)) {
      return null;
    }
    if (tokens.is(Meaning.ONE_OF) && isNameOfField(1)) {
      tokens.at++;
      tokens.skipFillers();
      return Conditions.field(tokens.take().text(), "$text", text);
    }
    return Fields.of("$text", text);
  }

  private boolean isNameOfField(int ahead) {
    int at = ahead;
    while (tokens.is(at, Meaning.FILLER)) {
      at++;
    }
    return tokens.isName(at);
  }

  /** "Within 10 km of 40.4, -3.7". */
  private Fields readWithin() {
    Double radius = readDistance();
    boolean isOf = tokens.tryTake(Meaning.OF) || tokens.tryTake(Meaning.NEAR);
    return radius == null || !isOf ? null : near(readPlace(), radius);
  }

  /** "Near 40.4, -3.7 within 10 km". */
  private Fields readNear() {
    double[] place = readPlace();
    tokens.tryTake(Meaning.COMMA);
    Double radius = tokens.tryTake(Meaning.WITHIN) ? readDistance() : null;
    return radius == null ? null : near(place, radius);
  }

  private Double readDistance() {
    Double number = readNumber();
    if (number == null || tokens.tryTake(Meaning.KILOMETRES)) {
      return number;
    }
    return tokens.tryTake(Meaning.MILES) ? Double.valueOf(number * KILOMETRES_PER_MILE) : null;
  }

  /** Latitude and longitude. */
  private double[] readPlace() {
    boolean isInParentheses = tokens.tryTake(Meaning.OPEN);
    Double latitude = readNumber();
    tokens.tryTake(Meaning.COMMA);
    Double longitude = latitude == null ? null : readNumber();
    boolean isWhole = longitude != null && (!isInParentheses || tokens.tryTake(Meaning.CLOSE));
    return isWhole ? new double[] {latitude, longitude} : null;
  }

  private Double readNumber() {
    if (!tokens.isKind(0, Kind.NUMBER)) {
      return null;
    }
    return switch (tokens.take().value()) {
      case Value.Int number -> (double) number.value();
      case Value.Float number -> number.value();
      default -> null;
    };
  }

  private static Fields near(double[] place, double radius) {
    if (place == null) {
      return null;
    }
    Fields.Builder circle = Fields.builder();
    circle.put("latitude", Value.of(place[0]));
    circle.put("longitude", Value.of(place[1]));
    circle.put("radius", Value.of(radius));
    return Fields.of("$near", circle.build());
  }
}
