package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What docs/queries.md says, written down again in the plainest way, on plain objects: nothing is
 * shared with the code under test.
 */
public final class QueryOracle {
  private static final Object ABSENT = new Object();

  private final Map<String, Node> nodes = new HashMap<>();

  public QueryOracle(List<Node> all) {
    all.forEach(node -> nodes.put(node.id(), node));
  }

  public List<String> ids(Map<String, Object> options) {
    Set<String> found = new LinkedHashSet<>();
    Map<String, Object> query = object(options.get("query"));
    nodes.values().stream().filter(node -> matches(node, query)).forEach(n -> found.add(n.id()));
    Set<String> results = found;
    for (Map<String, Object> at = query; at.containsKey("$edge"); at = object(at.get("$edge"))) {
      results = descendants(results, object(at.get("$edge")));
    }
    List<String> ids = new ArrayList<>(results);
    String field = (String) options.get("field");
    boolean isDescending = "desc".equals(options.get("order"));
    ids.sort((x, y) -> {
      int order =
          field == null
              ? x.compareTo(y)
              : field.equals("$near")
                  ? Double.compare(distance(nodes.get(x), query), distance(nodes.get(y), query))
                  : compare(find(nodes.get(x), field), find(nodes.get(y), field));
      return order == 0 ? x.compareTo(y) : isDescending ? -order : order;
    });
    return page(ids, options);
  }

  private static List<String> page(List<String> ids, Map<String, Object> options) {
    int from = 0;
    int to = ids.size();
    Object after = options.get("$after");
    Object before = options.get("$before");
    if (after != null) {
      from = ids.contains(after) ? ids.indexOf(after) + 1 : to;
    }
    if (before != null) {
      to = ids.contains(before) ? ids.indexOf(before) : 0;
    }
    if (from >= to) {
      return List.of();
    }
    int limit = (Integer) options.getOrDefault("$limit", Integer.MAX_VALUE);
    if (to - from > limit) {
      from = before != null ? to - limit : from;
      to = from + limit;
    }
    return ids.subList(from, to);
  }

  private Set<String> descendants(Set<String> starts, Map<String, Object> sub) {
    Object depth = sub.getOrDefault("$depth", 1000);
    int min = depth instanceof List<?> range ? (Integer) range.get(0) : 1;
    int max = (Integer) (depth instanceof List<?> range ? range.get(1) : depth);
    Set<String> reached = new LinkedHashSet<>();
    Set<String> tooNear = new LinkedHashSet<>();
    Set<String> level = starts;
    for (int i = 1; i <= max && !level.isEmpty(); i++) {
      Set<String> next = new LinkedHashSet<>();
      for (String id : level) {
        for (String edge : nodes.get(id).edges()) {
          if (nodes.containsKey(edge) && !reached.contains(edge)) {
            next.add(edge);
          }
        }
      }
      reached.addAll(next);
      if (i < min) {
        tooNear.addAll(next);
      }
      level = next;
    }
    reached.removeAll(tooNear);
    reached.removeIf(id -> !matches(nodes.get(id), sub));
    return reached;
  }

  private static boolean matches(Node node, Map<String, Object> query) {
    for (Map.Entry<String, Object> entry : query.entrySet()) {
      Object operand = entry.getValue();
      boolean isFulfilled =
          switch (entry.getKey()) {
            case "$edge", "$depth" -> true;
            case "$and" -> list(operand).stream().allMatch(q -> matches(node, object(q)));
            case "$or" -> list(operand).stream().anyMatch(q -> matches(node, object(q)));
            case "$not" -> !matches(node, object(operand));
            case "$near", "$bbox" -> points(node).stream().anyMatch(area(entry));
            case "$text" -> hasWords(texts(node.toMap()), (String) operand);
            default -> passes(find(node, entry.getKey()), operand);
          };
      if (!isFulfilled) {
        return false;
      }
    }
    return true;
  }

  private static boolean passes(Object found, Object spec) {
    boolean isLiteral =
        !(spec instanceof Map<?, ?> map)
            || map.keySet().stream().noneMatch(name -> ((String) name).startsWith("$"));
    if (isLiteral) {
      return any(found, value -> compare(value, spec) == 0);
    }
    for (Map.Entry<String, Object> entry : object(spec).entrySet()) {
      if (!passes(found, entry.getKey(), entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean passes(Object found, String name, Object operand) {
    return switch (name) {
      case "$eq" -> any(found, value -> compare(value, operand) == 0);
      case "$ne" -> !any(found, value -> compare(value, operand) == 0);
      case "$gt" -> any(found, value -> isSame(value, operand) && compare(value, operand) > 0);
      case "$gte" -> any(found, value -> isSame(value, operand) && compare(value, operand) >= 0);
      case "$lt" -> any(found, value -> isSame(value, operand) && compare(value, operand) < 0);
      case "$lte" -> any(found, value -> isSame(value, operand) && compare(value, operand) <= 0);
      case "$between" -> {
        Object low = list(operand).get(0);
        Object high = list(operand).get(1);
        yield any(found, v -> isSame(v, low) && compare(v, low) >= 0 && compare(v, high) <= 0);
      }
      case "$in" ->
          any(found, value -> list(operand).stream().anyMatch(o -> compare(value, o) == 0));
      case "$exists" -> (found != ABSENT) == (Boolean) operand;
      case "$startsWith" -> anyText(found, text -> text.startsWith((String) operand));
      case "$endsWith" -> anyText(found, text -> text.endsWith((String) operand));
      case "$contains" -> anyText(found, text -> text.contains((String) operand));
      case "$like" -> {
        String regex = ((String) operand).replace("%", ".*").replace('_', '.');
        yield anyText(
            found, text -> Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches());
      }
      case "$regex" -> {
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        yield anyText(found, text -> Pattern.compile((String) operand, flags).matcher(text).find());
      }
      case "$text" -> {
        List<String> texts = new ArrayList<>();
        anyText(found, text -> !texts.add(text));
        yield hasWords(texts, (String) operand);
      }
      case "$not" -> !passes(found, operand);
      case "$and" -> list(operand).stream().allMatch(spec -> passes(found, spec));
      case "$or" -> list(operand).stream().anyMatch(spec -> passes(found, spec));
      default -> throw new AssertionError(name);
    };
  }

  private static boolean any(Object found, Predicate<Object> test) {
    if (found == ABSENT) {
      return false;
    }
    return test.test(found) || found instanceof List<?> items && items.stream().anyMatch(test);
  }

  private static boolean anyText(Object found, Predicate<String> test) {
    return any(found, value -> value instanceof String text && test.test(text));
  }

  private static Object find(Node node, String path) {
    Map<String, Object> value = node.toMap();
    if (value.containsKey(path)) {
      return value.get(path);
    }
    if (path.equals("id")) {
      return node.id();
    }
    return find(value, Arrays.asList(path.split("\\.")));
  }

  private static Object find(Object at, List<String> names) {
    if (names.isEmpty()) {
      return at;
    }
    if (at instanceof Map<?, ?> map) {
      boolean isThere = map.containsKey(names.get(0));
      return isThere ? find(map.get(names.get(0)), names.subList(1, names.size())) : ABSENT;
    }
    if (at instanceof List<?> items) {
      List<Object> all = new ArrayList<>();
      for (Object item : items) {
        Object found = find(item, names);
        if (found instanceof List<?> more) {
          all.addAll(more);
        } else if (found != ABSENT) {
          all.add(found);
        }
      }
      return all.isEmpty() ? ABSENT : all;
    }
    return ABSENT;
  }

  private static boolean isSame(Object a, Object b) {
    return rank(a) == rank(b);
  }

  private static int rank(Object value) {
    if (value == ABSENT) {
      return 0;
    }
    return switch (value) {
      case null -> 1;
      case Boolean bool -> 2;
      case Number number -> 3;
      case String text -> 4;
      case List<?> items -> 6;
      default -> 7;
    };
  }

  private static int compare(Object a, Object b) {
    if (!isSame(a, b)) {
      return Integer.compare(rank(a), rank(b));
    }
    return switch (rank(a)) {
      case 2 -> Boolean.compare((Boolean) a, (Boolean) b);
      case 3 -> new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
      case 4 -> ((String) a).compareTo((String) b);
      case 6 -> compareLists(list(a), list(b));
      case 7 -> compareLists(entries(a), entries(b));
      default -> 0;
    };
  }

  /** Name, value, name, value: maps come sorted by name from the node. */
  private static List<Object> entries(Object map) {
    List<Object> entries = new ArrayList<>();
    object(map).forEach((name, value) -> entries.addAll(Arrays.asList(name, value)));
    return entries;
  }

  private static int compareLists(List<Object> a, List<Object> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    switch (value) {
      case String text -> texts.add(text);
      case List<?> items -> items.forEach(item -> texts.addAll(texts(item)));
      case Map<?, ?> map -> map.values().forEach(item -> texts.addAll(texts(item)));
      case null, default -> {}
    }
    return texts;
  }

  private static boolean hasWords(List<String> texts, String words) {
    return !words(words).isEmpty() && words(String.join(" ", texts)).containsAll(words(words));
  }

  private static Set<String> words(String text) {
    String bare = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
    Set<String> words =
        new LinkedHashSet<>(Arrays.asList(bare.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    words.remove("");
    return words;
  }

  /** Of the nearest place; what is as good as equal is equal. */
  private static double distance(Node node, Map<String, Object> query) {
    Map<String, Object> near = object(query.get("$near"));
    double[] centre = {number(near, "latitude"), number(near, "longitude")};
    double nearest = points(node).stream().mapToDouble(p -> distance(p, centre)).min().orElse(1e9);
    return Math.rint(nearest * 1e6) / 1e6;
  }

  private static List<double[]> points(Node node) {
    List<Object> places = new ArrayList<>(node.toMap().values());
    places.add(node.toMap());
    List<double[]> points = new ArrayList<>();
    for (Object place : places) {
      if (place instanceof Map<?, ?> map) {
        Object latitude = map.containsKey("lat") ? map.get("lat") : map.get("latitude");
        Object longitude = map.containsKey("lng") ? map.get("lng") : map.get("longitude");
        if (latitude instanceof Number y && longitude instanceof Number x) {
          points.add(new double[] {y.doubleValue(), x.doubleValue()});
        }
      }
    }
    return points;
  }

  private static Predicate<double[]> area(Map.Entry<String, Object> entry) {
    Map<String, Object> area = object(entry.getValue());
    if (entry.getKey().equals("$near")) {
      double[] centre = {number(area, "latitude"), number(area, "longitude")};
      return point -> distance(point, centre) <= number(area, "radius");
    }
    double width = number(area, "maxLng") - number(area, "minLng");
    double eastwards = width < 0 ? width + 360 : width;
    return point -> {
      double offset = (point[1] - number(area, "minLng") + 720) % 360;
      boolean isWithin = offset <= eastwards + 1e-9 || 360 - offset < 1e-9;
      return point[0] >= number(area, "minLat")
          && point[0] <= number(area, "maxLat")
          && (isWithin || Math.abs(point[0]) == 90);
    };
  }

  /** By the chord between two unit vectors, unlike the code under test. */
  private static double distance(double[] a, double[] b) {
    double square = 0;
    double[] p = vector(a);
    double[] q = vector(b);
    for (int i = 0; i < 3; i++) {
      square += (p[i] - q[i]) * (p[i] - q[i]);
    }
    return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(square) / 2));
  }

  private static double[] vector(double[] point) {
    double latitude = Math.toRadians(point[0]);
    double longitude = Math.toRadians(point[1]);
    return new double[] {
      Math.cos(latitude) * Math.cos(longitude),
      Math.cos(latitude) * Math.sin(longitude),
      Math.sin(latitude)
    };
  }

  private static double number(Map<String, Object> map, String name) {
    return ((Number) map.get(name)).doubleValue();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
