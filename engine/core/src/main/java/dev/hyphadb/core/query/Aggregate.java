package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A checked question about many nodes at once: the options of {@code aggregate} (docs/queries.md).
 * Immutable, for any thread.
 */
public final class Aggregate {
  private static final List<String> OPTIONS =
      List.of("query", "groupBy", "values", "field", "order", "$limit", "strictMode");

  private final Fields options;
  private final Query query;
  private final List<FieldPath> groupBy;
  private final List<Column> columns;
  private final String sortField;
  private final boolean isDescending;
  private final int limit;

  /** What is computed of the nodes of a group. */
  enum Function {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX
  }

  /**
   * One value of each group.
   *
   * @param field {@code null} for the nodes themselves, which can only be counted
   */
  record Column(String name, Function function, FieldPath field) {}

  private Aggregate(
      Fields options, Query query, List<FieldPath> groupBy, List<Column> columns, Sorting sorting) {
    this.options = options;
    this.query = query;
    this.groupBy = groupBy;
    this.columns = columns;
    this.sortField = sorting.field();
    this.isDescending = sorting.isDescending();
    this.limit = sorting.limit();
  }

  private record Sorting(String field, boolean isDescending, int limit) {}

  /**
   * @throws QueryException when an option, operator or function is unknown, has the wrong type or
   *     is too large
   */
  public static Aggregate parse(Fields options) {
    for (String name : options.names()) {
      if (!OPTIONS.contains(name)) {
        throw new QueryException("unknown-option", name, "aggregate has no such option");
      }
    }
    ConditionParser parser = new ConditionParser();
    List<FieldPath> groupBy = parseGroupBy(options.get("groupBy"), parser);
    List<Column> columns = parseValues(options.get("values"), parser);
    Set<String> names = new LinkedHashSet<>();
    groupBy.forEach(field -> names.add(field.text()));
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new QueryException(
            "bad-option",
            "values." + column.name(),
            "a field that is grouped by has this name; choose another for the value");
      }
    }
    return new Aggregate(
        options, parseQuery(options, parser), groupBy, columns, parseSorting(options, names));
  }

  private static Query parseQuery(Fields options, ConditionParser parser) {
    Fields.Builder ofQuery = Fields.builder();
    for (String name : List.of("query", "strictMode")) {
      if (options.has(name)) {
        ofQuery.put(name, options.get(name));
      }
    }
    return Query.parse(ofQuery.build()).naming(parser.uses());
  }

  private static List<FieldPath> parseGroupBy(Value groupBy, ConditionParser parser) {
    List<FieldPath> uses = new ArrayList<>();
    switch (groupBy) {
      case null -> {}
      case Value.Text text -> uses.add(field(text, "groupBy", parser));
      case Value.Items items when items.values().size() <= QueryLimits.GROUP_FIELDS_MAX -> {
        for (Value item : items.values()) {
          uses.add(field(item, "groupBy." + uses.size(), parser));
        }
      }
      default ->
          throw new QueryException(
              "bad-option",
              "groupBy",
              "groupBy is a field or a list of at most " + QueryLimits.GROUP_FIELDS_MAX);
    }
    for (int i = 1; i < uses.size(); i++) {
      if (uses.subList(0, i).contains(uses.get(i))) {
        throw new QueryException("bad-option", "groupBy." + i, "this field comes twice");
      }
    }
    return List.copyOf(uses);
  }

  private static FieldPath field(Value name, String path, ConditionParser parser) {
    if (!(name instanceof Value.Text text)) {
      throw new QueryException("bad-option", path, "a field is a string");
    }
    return parser.field(path, text.value());
  }

  private static List<Column> parseValues(Value values, ConditionParser parser) {
    if (values == null) {
      return List.of(new Column("count", Function.COUNT, null));
    }
    if (!(values instanceof Fields fields)
        || fields.isEmpty()
        || fields.size() > QueryLimits.VALUES_MAX) {
      throw new QueryException(
          "bad-option",
          "values",
          "values is an object of 1 to " + QueryLimits.VALUES_MAX + " names and functions");
    }
    List<Column> columns = new ArrayList<>();
    fields.forEach((name, spec) -> columns.add(parseColumn(name, spec, "values." + name, parser)));
    return List.copyOf(columns);
  }

  private static Column parseColumn(String name, Value spec, String path, ConditionParser parser) {
    if (!(spec instanceof Fields function) || function.size() != 1) {
      throw new QueryException(
          "bad-operand", path, "a value is one function of a field, as in {\"$sum\": \"price\"}");
    }
    String operator = function.nameAt(0);
    Value operand = function.valueAt(0);
    String operandPath = path + "." + operator;
    Function known =
        switch (operator) {
          case "$count" -> Function.COUNT;
          case "$sum" -> Function.SUM;
          case "$avg" -> Function.AVG;
          case "$min" -> Function.MIN;
          case "$max" -> Function.MAX;
          default ->
              throw new QueryException(
                  "unknown-operator",
                  operandPath,
                  "unknown function " + operator + "; there are $count, $sum, $avg, $min, $max");
        };
    if (known == Function.COUNT && operand.equals(Value.TRUE)) {
      return new Column(name, known, null);
    }
    if (!(operand instanceof Value.Text)) {
      String also = known == Function.COUNT ? ", or true for the nodes themselves" : "";
      throw new QueryException(
          "bad-operand", operandPath, operator + " takes the name of a field" + also);
    }
    return new Column(name, known, field(operand, operandPath, parser));
  }

  private static Sorting parseSorting(Fields options, Set<String> names) {
    String field = Query.parseText(options, "field");
    if (field != null && !names.contains(field)) {
      throw new QueryException(
          "bad-option", "field", "groups are sorted by one of " + String.join(", ", names));
    }
    return new Sorting(field, Query.parseDirection(options), Query.parseLimit(options));
  }

  /** What it was parsed from. */
  public Fields options() {
    return options;
  }

  /** The nodes it is about. */
  Query query() {
    return query;
  }

  List<FieldPath> groupBy() {
    return groupBy;
  }

  List<Column> columns() {
    return columns;
  }

  /** {@code null} for what groups are made by. */
  String sortField() {
    return sortField;
  }

  boolean isDescending() {
    return isDescending;
  }

  int limit() {
    return limit;
  }
}
