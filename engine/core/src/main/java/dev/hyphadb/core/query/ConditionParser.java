package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a query and its sub-queries; what stands within one field it leaves to its operators. */
final class ConditionParser {
  private final Map<String, FieldUse> uses = new LinkedHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private final OperatorParser operators = new OperatorParser(this);
  private int conditions;
  private GeoArea.Circle near;
  private FieldPath nearField;
  private WordSet words;

  /**
   * A field and where the query names it.
   *
   * @param path in the options
   */
  record FieldUse(String path, FieldPath field) {}

  /**
   * A step of a query: nodes that fulfil a condition, among all or among descendants.
   *
   * @param depthMin how many edges away from the matches of the stage before, at least
   * @param depthMax the same, at most
   */
  record Stage(Condition condition, int depthMin, int depthMax) {}

  /** Reads a query; its first stage is among all nodes. */
  List<Stage> parse(Value query) {
    parseStage(query, "query", 0);
    return List.copyOf(stages);
  }

  /** The fields that the query names, each once. */
  List<FieldUse> uses() {
    return List.copyOf(uses.values());
  }

  FieldPath field(String path, String name) {
    if (name.length() > QueryLimits.FIELD_LENGTH_MAX) {
      String what = "the name of a field has at most " + QueryLimits.FIELD_LENGTH_MAX;
      throw tooLarge(path, what + " characters");
    }
    return uses.computeIfAbsent(name, text -> new FieldUse(path, FieldPath.of(text))).field();
  }

  /** The first circle of the last stage; {@code null} when it has none. */
  GeoArea.Circle near() {
    return near;
  }

  /** The field that circle is about; {@code null} for the whole value. */
  FieldPath nearField() {
    return nearField;
  }

  /** The first words of the last stage; {@code null} when it has none. */
  WordSet words() {
    return words;
  }

  void noteWords(WordSet some) {
    if (words == null) {
      words = some;
    }
  }

  void noteNear(GeoArea.Circle circle, FieldPath field) {
    if (near == null) {
      near = circle;
      nearField = field;
    }
  }

  void count(String path, int depth) {
    if (++conditions > QueryLimits.CONDITIONS_MAX) {
      throw tooLarge(path, "a query has at most " + QueryLimits.CONDITIONS_MAX + " conditions");
    }
    if (depth > QueryLimits.DEPTH_MAX) {
      throw tooLarge(path, "queries nest at most " + QueryLimits.DEPTH_MAX + " deep");
    }
  }

  static QueryException tooLarge(String path, String message) {
    return new QueryException("query-too-large", path, message);
  }

  private void parseStage(Value query, String path, int depth) {
    near = null;
    nearField = null;
    words = null;
    Fields fields = object(query, path);
    Value steps = fields.get("$depth");
    if (depth == 0 && steps != null) {
      throw misplaced(path, "$depth", "belongs in a sub-query of $edge");
    }
    int[] range = parseDepth(steps, path + ".$depth");
    stages.add(new Stage(parseFields(fields, path, depth, true), range[0], range[1]));
    Value edge = fields.get("$edge");
    if (edge != null) {
      parseStage(edge, path + ".$edge", depth + 1);
    }
  }

  /** The least and the greatest number of steps. */
  private static int[] parseDepth(Value steps, String path) {
    if (steps == null) {
      return new int[] {1, Integer.MAX_VALUE};
    }
    if (steps instanceof Value.Items items && items.values().size() == 2) {
      int min = parseSteps(items.values().get(0), path + ".0");
      int max = parseSteps(items.values().get(1), path + ".1");
      if (min <= max) {
        return new int[] {min, max};
      }
      throw new QueryException("bad-operand", path, "$depth has the lower number first");
    }
    return new int[] {1, parseSteps(steps, path)};
  }

  private static int parseSteps(Value steps, String path) {
    if (steps instanceof Value.Int number && number.value() >= 1) {
      return (int) Math.min(Integer.MAX_VALUE, number.value());
    }
    throw new QueryException(
        "bad-operand", path, "$depth is a positive integer, or a list of two: at least, at most");
  }

  private static Fields object(Value query, String path) {
    if (query instanceof Fields fields) {
      return fields;
    }
    throw new QueryException("bad-query", path, "a query is an object");
  }

  private Condition parseFields(Fields fields, String path, int depth, boolean isStage) {
    count(path, depth);
    List<Condition> all = new ArrayList<>();
    fields.forEach((name, value) -> {
      boolean isOfStage = name.equals("$edge") || name.equals("$depth");
      if (!isOfStage) {
        all.add(parseEntry(name, value, path + "." + name, depth));
      } else if (!isStage) {
        throw misplaced(
            path,
            name,
            "stands beside the conditions of a query, not within $and, $or" + " or $not");
      }
    });
    return all.size() == 1 ? all.get(0) : new Condition.All(all);
  }

  private Condition parseEntry(String name, Value value, String path, int depth) {
    return switch (name) {
      case "$and" -> new Condition.All(parseEach(value, path, depth));
      case "$or" -> new Condition.Any(parseEach(value, path, depth));
      case "$not" -> new Condition.Not(parseFields(object(value, path), path, depth + 1, false));
      case "$near" -> {
        count(path, depth);
        GeoArea.Circle circle = AreaParser.parseNear(value, path);
        noteNear(circle, null);
        yield new Condition.Within(circle);
      }
      case "$bbox" -> {
        count(path, depth);
        yield new Condition.Within(AreaParser.parseBox(value, path));
      }
      case "$text" -> {
        count(path, depth);
        WordSet words = OperatorParser.words(value, path);
        noteWords(words);
        yield new Condition.HasWords(words);
      }
      default -> {
        if (name.startsWith("$")) {
          throw OperatorParser.NAMES.contains(name)
              ? new QueryException(
                  "misplaced-operator",
                  path,
                  name + " belongs to a field: {field: {" + name + ": …}}")
              : unknown(path, name);
        }
        FieldPath field = field(path, name);
        yield new Condition.OnField(field, operators.parseSpec(field, value, path, depth + 1));
      }
    };
  }

  private List<Condition> parseEach(Value value, String path, int depth) {
    List<Condition> each = new ArrayList<>();
    for (Value item : requireItems(value, path)) {
      String itemPath = path + "." + each.size();
      each.add(parseFields(object(item, itemPath), itemPath, depth + 1, false));
    }
    return each;
  }

  /** The items of a list that has some. */
  static List<Value> requireItems(Value value, String path) {
    if (value instanceof Value.Items items && !items.values().isEmpty()) {
      return items.values();
    }
    throw new QueryException("bad-operand", path, "$and and $or take a list that is not empty");
  }

  static QueryException unknown(String path, String name) {
    return new QueryException("unknown-operator", path, "unknown operator " + name);
  }

  private static QueryException misplaced(String path, String name, String where) {
    return new QueryException("misplaced-operator", path + "." + name, name + " " + where);
  }
}
