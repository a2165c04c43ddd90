package dev.hyphadb.core.query;

import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Condition.FieldPath;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A checked query: the options of {@code map} (SPEC.md section 3). Immutable, for any thread.
 *
 * <p>Understood so far: {@code query} with equality ({@code field: literal} and {@code $eq}) and
 * dotted paths, {@code field}, {@code order}, {@code $limit}, {@code $after}, {@code $before}.
 */
public final class Query {
  /** Matches every node, in the order of ids. */
  public static final Query ALL = parse(Fields.EMPTY);

  private static final List<String> OPTIONS =
      List.of("query", "field", "order", "$limit", "$after", "$before", "realtime");

  private final Condition condition;
  private final Comparator<Node> order;
  private final int limit;
  private final String after;
  private final String before;

  private Query(
      Condition condition, Comparator<Node> order, int limit, String after, String before) {
    this.condition = condition;
    this.order = order;
    this.limit = limit;
    this.after = after;
    this.before = before;
  }

  /**
   * @throws QueryException when an option or operator is unknown or has the wrong type
   */
  public static Query parse(Fields options) {
    for (String name : options.names()) {
      if (!OPTIONS.contains(name)) {
        throw new QueryException("unknown-option", name, "map has no such option");
      }
    }
    Value query = options.get("query");
    Condition condition = query == null ? new Condition.All(List.of()) : parseFields(query);
    Comparator<Node> order = parseOrder(options);
    return new Query(
        condition,
        order,
        parseLimit(options),
        parseId(options, "$after"),
        parseId(options, "$before"));
  }

  private static Condition parseFields(Value query) {
    if (!(query instanceof Fields fields)) {
      throw new QueryException("bad-query", "query", "a query is an object");
    }
    List<Condition> conditions = new ArrayList<>();
    fields.forEach((name, value) -> {
      String path = "query." + name;
      if (name.startsWith("$")) {
        throw new QueryException("unknown-operator", path, "unknown operator " + name);
      }
      conditions.add(new Condition.Equal(FieldPath.of(name), parseLiteral(path, value)));
    });
    return new Condition.All(conditions);
  }

  private static Value parseLiteral(String path, Value value) {
    if (!(value instanceof Fields fields)) {
      return value;
    }
    for (String name : fields.names()) {
      if (name.startsWith("$") && !name.equals("$eq")) {
        throw new QueryException("unknown-operator", path + "." + name, "unknown operator " + name);
      }
    }
    return fields.size() == 1 && fields.has("$eq") ? fields.get("$eq") : fields;
  }

  private static Comparator<Node> parseOrder(Fields options) {
    Comparator<Node> byId =
        (a, b) -> ValueOrder.INSTANCE.compare(Value.of(a.id()), Value.of(b.id()));
    String direction = parseText(options, "order");
    if (direction != null && !direction.equals("asc") && !direction.equals("desc")) {
      throw new QueryException("bad-option", "order", "order is \"asc\" or \"desc\"");
    }
    String field = parseText(options, "field");
    Comparator<Node> byField = byId;
    if (field != null) {
      FieldPath path = FieldPath.of(field);
      byField = (a, b) -> ValueOrder.INSTANCE.compare(path.find(a), path.find(b));
    }
    return ("desc".equals(direction) ? byField.reversed() : byField).thenComparing(byId);
  }

  private static String parseText(Fields options, String name) {
    return switch (options.get(name)) {
      case null -> null;
      case Value.Text text -> text.value();
      default -> throw new QueryException("bad-option", name, name + " is a string");
    };
  }

  private static String parseId(Fields options, String name) {
    String id = parseText(options, name);
    return id == null ? null : NodeId.require(id);
  }

  private static int parseLimit(Fields options) {
    return switch (options.get("$limit")) {
      case null -> Integer.MAX_VALUE;
      case Value.Int number when number.value() >= 1 && number.value() <= Integer.MAX_VALUE ->
          (int) number.value();
      default -> throw new QueryException("bad-option", "$limit", "$limit is a positive integer");
    };
  }

  public boolean matches(Node node) {
    return condition.matches(node);
  }

  /** The order of results: total, ties by id. */
  Comparator<Node> order() {
    return order;
  }

  /**
   * Whether the results are only a part of what matches, so that other nodes decide whether one is
   * in.
   */
  boolean isWindowed() {
    return limit != Integer.MAX_VALUE || after != null || before != null;
  }

  /**
   * The page of the matches that this query asks for.
   *
   * @param matches in order
   */
  List<Node> window(Iterable<Node> matches) {
    List<Node> page = new ArrayList<>();
    boolean isOpen = after == null;
    boolean isCursorFound = before == null;
    for (Node node : matches) {
      if (node.id().equals(before)) {
        isCursorFound = true;
        break;
      }
      if (isOpen) {
        page.add(node);
        if (page.size() == limit && before == null) {
          break;
        }
      }
      isOpen = isOpen || node.id().equals(after);
    }
    if (!isCursorFound) {
      return List.of();
    }
    // Backwards, the page is what lies right before the cursor.
    return page.size() > limit ? page.subList(page.size() - limit, page.size()) : page;
  }
}
