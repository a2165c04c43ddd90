package dev.hyphadb.core.query;

import dev.hyphadb.core.query.regex.Regex;
import dev.hyphadb.core.query.regex.RegexException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads what is asked of one field: a literal or operators. */
final class OperatorParser {
  static final Set<String> NAMES =
      Set.of(
          "$eq",
          "$ne",
          "$gt",
          "$gte",
          "$lt",
          "$lte",
          "$between",
          "$in",
          "$exists",
          "$startsWith",
          "$endsWith",
          "$contains",
          "$like",
          "$regex",
          "$text",
          "$and",
          "$or",
          "$not",
          "$near",
          "$bbox");

  private final ConditionParser parser;

  OperatorParser(ConditionParser parser) {
    this.parser = parser;
  }

  FieldTest parseSpec(FieldPath field, Value spec, String path, int depth) {
    parser.count(path, depth);
    if (!(spec instanceof Fields fields) || !hasOperators(fields)) {
      requireLiteral(spec, path);
      return new FieldTest.Equal(spec);
    }
    List<FieldTest> tests = new ArrayList<>();
    fields.forEach((name, operand) -> {
      if (!name.startsWith("$")) {
        throw new QueryException(
            "bad-operand",
            path + "." + name,
            "operators and fields in one object; a nested field is written with a dotted path");
      }
      tests.add(parseOperator(field, name, operand, path + "." + name, depth));
    });
    return tests.size() == 1 ? tests.get(0) : new FieldTest.All(tests);
  }

  private static boolean hasOperators(Fields fields) {
    for (String name : fields.names()) {
      if (name.startsWith("$")) {
        return true;
      }
    }
    return false;
  }

  /** An operator deep in a literal is a mistake that would match nothing without a word. */
  private static void requireLiteral(Value value, String path) {
    switch (value) {
      case Fields fields ->
          fields.forEach((name, inner) -> {
            if (name.startsWith("$")) {
              throw new QueryException(
                  "misplaced-operator",
                  path + "." + name,
                  "an operator within a literal; a nested field is written with a dotted path, and"
                      + " a literal with such names in $eq");
            }
            requireLiteral(inner, path + "." + name);
          });
      case Value.Items items -> {
        for (int i = 0; i < items.values().size(); i++) {
          requireLiteral(items.values().get(i), path + "." + i);
        }
      }
      default -> {}
    }
  }

  private FieldTest parseOperator(
      FieldPath field, String name, Value operand, String path, int depth) {
    return switch (name) {
      case "$eq" -> new FieldTest.Equal(operand);
      case "$ne" -> new FieldTest.Not(new FieldTest.Equal(operand));
      case "$gt" -> new FieldTest.InRange(bound(name, operand, path), false, null, false);
      case "$gte" -> new FieldTest.InRange(bound(name, operand, path), true, null, false);
      case "$lt" -> new FieldTest.InRange(null, false, bound(name, operand, path), false);
      case "$lte" -> new FieldTest.InRange(null, false, bound(name, operand, path), true);
      case "$between" -> between(operand, path);
      case "$in" -> oneOf(operand, path);
      case "$exists" -> exists(operand, path);
      case "$startsWith" -> new FieldTest.StartsWith(text(name, operand, path));
      case "$endsWith" -> new FieldTest.EndsWith(text(name, operand, path));
      case "$contains" -> new FieldTest.Contains(text(name, operand, path));
      case "$like" -> matches(text(name, operand, path), path, Regex::like);
      case "$regex" ->
          matches(text(name, operand, path), path, pattern -> Regex.compile(pattern, true));
      case "$text" -> {
        WordSet words = words(operand, path);
        parser.noteWords(words);
        yield new FieldTest.HasWords(words);
      }
      case "$and" -> new FieldTest.All(parseEach(field, operand, path, depth));
      case "$or" -> new FieldTest.Any(parseEach(field, operand, path, depth));
      case "$not" -> new FieldTest.Not(parseSpec(field, operand, path, depth + 1));
      case "$near" -> {
        GeoArea.Circle circle = AreaParser.parseNear(operand, path);
        parser.noteNear(circle, field);
        yield new FieldTest.Within(circle);
      }
      case "$bbox" -> new FieldTest.Within(AreaParser.parseBox(operand, path));
      case "$edge", "$depth" ->
          throw new QueryException(
              "misplaced-operator", path, name + " stands beside the fields of a query");
      default -> throw ConditionParser.unknown(path, name);
    };
  }

  private List<FieldTest> parseEach(FieldPath field, Value operand, String path, int depth) {
    List<FieldTest> each = new ArrayList<>();
    for (Value item : ConditionParser.requireItems(operand, path)) {
      each.add(parseSpec(field, item, path + "." + each.size(), depth + 1));
    }
    return each;
  }

  private static Value bound(String name, Value operand, String path) {
    return switch (operand) {
      case Value.Int number -> number;
      case Value.Float number -> number;
      case Value.Text text -> text;
      default -> throw badOperand(path, name + " takes a number or a string");
    };
  }

  private static FieldTest between(Value operand, String path) {
    if (!(operand instanceof Value.Items items) || items.values().size() != 2) {
      throw badOperand(path, "$between takes a list of two: the lowest and the highest");
    }
    Value low = bound("$between", items.values().get(0), path + ".0");
    Value high = bound("$between", items.values().get(1), path + ".1");
    if (!ValueOrder.areComparable(low, high)) {
      throw badOperand(path, "$between takes two numbers or two strings");
    }
    return new FieldTest.InRange(low, true, high, true);
  }

  private static FieldTest oneOf(Value operand, String path) {
    if (!(operand instanceof Value.Items items)) {
      throw badOperand(path, "$in takes a list");
    }
    if (items.values().size() > QueryLimits.LIST_MAX) {
      String message = "$in takes at most " + QueryLimits.LIST_MAX + " values";
      throw ConditionParser.tooLarge(path, message);
    }
    return FieldTest.OneOf.of(items.values());
  }

  private static FieldTest exists(Value operand, String path) {
    if (operand instanceof Value.Bool bool) {
      return new FieldTest.Exists(bool.value());
    }
    throw badOperand(path, "$exists takes true or false");
  }

  private static String text(String name, Value operand, String path) {
    if (!(operand instanceof Value.Text text)) {
      throw badOperand(path, name + " takes a string");
    }
    if (text.value().length() > QueryLimits.PATTERN_LENGTH_MAX) {
      String message = name + " takes at most " + QueryLimits.PATTERN_LENGTH_MAX + " characters";
      throw ConditionParser.tooLarge(path, message);
    }
    return text.value();
  }

  private static FieldTest matches(String pattern, String path, Function<String, Regex> compiler) {
    try {
      return new FieldTest.Matches(compiler.apply(pattern));
    } catch (RegexException e) {
      throw new QueryException("bad-regex", path, e.getMessage());
    }
  }

  static WordSet words(Value operand, String path) {
    WordSet words = WordSet.of(text("$text", operand, path));
    if (words.words().size() > QueryLimits.WORDS_MAX) {
      throw ConditionParser.tooLarge(
          path, "$text takes at most " + QueryLimits.WORDS_MAX + " words");
    }
    return words;
  }

  private static QueryException badOperand(String path, String message) {
    return new QueryException("bad-operand", path, message);
  }
}
