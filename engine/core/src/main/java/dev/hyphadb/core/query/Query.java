package dev.hyphadb.core.query;

import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.ConditionParser.FieldUse;
import dev.hyphadb.core.query.ConditionParser.Stage;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * A checked query: the options of {@code map} (SPEC.md section 3; the user's guide is
 * docs/queries.md). Immutable, for any thread.
 */
public final class Query {
  /** Matches every node, in the order of ids. */
  public static final Query ALL = parse(Fields.EMPTY);

  /** As the sort field: by distance from the centre of {@code $near}. */
  private static final String DISTANCE = "$near";

  /** As the sort field: by relevance to the words of {@code $text}, the most relevant first. */
  private static final String RELEVANCE = "$text";

  private static final List<String> OPTIONS =
      List.of(
          "query",
          "field",
          "order",
          "$limit",
          "$after",
          "$before",
          "realtime",
          "strictMode",
          "explain");

  private final Fields options;
  private final List<Stage> stages;
  private final List<FieldUse> strictFields;
  private final ResultOrder order;
  private final Page page;

  private Query(
      Fields options,
      List<Stage> stages,
      List<FieldUse> strictFields,
      ResultOrder order,
      Page page) {
    this.options = options;
    this.stages = stages;
    this.strictFields = strictFields;
    this.order = order;
    this.page = page;
  }

  /**
   * @throws QueryException when an option or operator is unknown, has the wrong type or is too
   *     large
   * @throws ValueException when a cursor cannot be a node's id
   */
  public static Query parse(Fields options) {
    for (String name : options.names()) {
      if (!OPTIONS.contains(name)) {
        throw new QueryException("unknown-option", name, "map has no such option");
      }
    }
    ConditionParser parser = new ConditionParser();
    Value query = options.get("query");
    List<Stage> stages = parser.parse(query == null ? Fields.EMPTY : query);
    ResultOrder order = parseOrder(options, parser);
    Page page =
        new Page(parseLimit(options), parseId(options, "$after"), parseId(options, "$before"));
    parseFlag(options, "realtime");
    parseFlag(options, "explain");
    List<FieldUse> strictFields = parseFlag(options, "strictMode") ? parser.uses() : List.of();
    return new Query(options, stages, strictFields, order, page);
  }

  /** The same, and in strict mode these fields have to be known too. */
  Query naming(List<FieldUse> more) {
    if (!parseFlag(options, "strictMode")) {
      return this;
    }
    List<FieldUse> all = new ArrayList<>(strictFields);
    all.addAll(more);
    return new Query(options, stages, List.copyOf(all), order, page);
  }

  /** The operators on fields that there are, sorted: {@code $and}, {@code $between}, … */
  public static List<String> operators() {
    return OperatorParser.NAMES.stream().sorted().toList();
  }

  /** What it was parsed from. */
  public Fields options() {
    return options;
  }

  /** Whether the order is descending. */
  static boolean parseDirection(Fields options) {
    String direction = parseText(options, "order");
    if (direction != null && !direction.equals("asc") && !direction.equals("desc")) {
      throw new QueryException("bad-option", "order", "order is \"asc\" or \"desc\"");
    }
    return "desc".equals(direction);
  }

  private static ResultOrder parseOrder(Fields options, ConditionParser parser) {
    boolean isDescending = parseDirection(options);
    String field = parseText(options, "field");
    if (field == null) {
      return ResultOrder.byId(isDescending);
    }
    if (field.equals(RELEVANCE)) {
      if (parser.words() == null) {
        throw new QueryException(
            "bad-option",
            "field",
            "sorting by relevance takes a $text in the query, in the last sub-query if there is"
                + " one");
      }
      return ResultOrder.byRelevance(parser.words(), isDescending);
    }
    if (!field.equals(DISTANCE)) {
      return ResultOrder.byField(parser.field("field", field), isDescending);
    }
    if (parser.near() == null) {
      throw new QueryException(
          "bad-option",
          "field",
          "sorting by distance takes a $near in the query, in the last"
              + " sub-query if there is one");
    }
    return ResultOrder.byDistance(parser.near().centre(), parser.nearField(), isDescending);
  }

  static String parseText(Fields options, String name) {
    return switch (options.get(name)) {
      case null -> null;
      case Value.Text text -> text.value();
      default -> throw new QueryException("bad-option", name, name + " is a string");
    };
  }

  private static boolean parseFlag(Fields options, String name) {
    return switch (options.get(name)) {
      case null -> false;
      case Value.Bool bool -> bool.value();
      default -> throw new QueryException("bad-option", name, name + " is true or false");
    };
  }

  private static String parseId(Fields options, String name) {
    String id = parseText(options, name);
    return id == null ? null : NodeId.require(id);
  }

  static int parseLimit(Fields options) {
    return switch (options.get("$limit")) {
      case null -> Integer.MAX_VALUE;
      case Value.Int number when number.value() >= 1 && number.value() <= Integer.MAX_VALUE ->
          (int) number.value();
      default -> throw new QueryException("bad-option", "$limit", "$limit is a positive integer");
    };
  }

  /** Whether it is asked how the results were found. */
  public boolean isExplained() {
    return parseFlag(options, "explain");
  }

  /** Fields that an ordered index would serve this query by, best in this order; may be none. */
  public List<String> wishedIndex() {
    return Wish.fields(this);
  }

  /** Whether it is conditions on a node itself and nothing else: no $edge, order or page. */
  public boolean isConditionOnly() {
    return stages.size() == 1 && options.names().size() == (options.has("query") ? 1 : 0);
  }

  /** Whether a node meets the conditions that it has to meet itself. */
  public boolean matches(Node node) {
    return condition().matches(node);
  }

  /** What the starting points fulfil; without {@code $edge} they are the matches. */
  Condition condition() {
    return stages.get(0).condition();
  }

  /** The sub-queries of {@code $edge}, from the outermost. */
  List<Stage> descents() {
    return stages.subList(1, stages.size());
  }

  /** Whether a node's own value does not tell if it matches. */
  boolean isTraversal() {
    return stages.size() > 1;
  }

  /** The fields of which some node has to have each; none without {@code strictMode}. */
  List<FieldUse> strictFields() {
    return strictFields;
  }

  ResultOrder order() {
    return order;
  }

  Page page() {
    return page;
  }
}
