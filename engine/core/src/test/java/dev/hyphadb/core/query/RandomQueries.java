package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values and queries over few fields and few values, so that they often meet. */
public final class RandomQueries {
  private static final String[] FIELDS = {"a", "b", "c.d", "c.e", "c", "tags", "id", "missing"};
  private static final String[] TEXTS = {
    "x", "xy", "Xy", "zxyz", "x y", "año xy", "ANO", "", "2026-01-02", "n3"
  };

  private final Random random;

  public RandomQueries(Random random) {
    this.random = random;
  }

  public Map<String, Object> value() {
    Map<String, Object> value = new LinkedHashMap<>();
    if (random.nextInt(4) > 0) {
      value.put("a", scalar());
    }
    if (random.nextInt(3) > 0) {
      value.put("b", scalarOrList());
    }
    if (random.nextInt(2) == 0) {
      value.put("tags", list());
    }
    switch (random.nextInt(5)) {
      case 0 -> value.put("c", map("d", scalarOrList()));
      case 1 -> value.put("c", List.of(map("d", scalar()), map("d", list(), "e", scalar())));
      case 2 -> value.put("c", map("lat", degrees(90), "lng", degrees(180)));
      case 3 -> value.put("c.d", scalar());
      default -> {}
    }
    if (random.nextInt(4) == 0) {
      value.put("latitude", degrees(90));
      value.put("longitude", degrees(180));
    }
    return value;
  }

  private Object degrees(int max) {
    return random.nextInt(5) == 0 ? max : (random.nextInt(9) - 4) * max / 4.5;
  }

  Object scalar() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3 -> random.nextInt(5);
      case 4 -> random.nextInt(8) / 2.0;
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  private Object list() {
    List<Object> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(scalar());
    }
    return items;
  }

  private Object scalarOrList() {
    return random.nextInt(3) == 0 ? list() : scalar();
  }

  /** All options of a query that is well formed. */
  public Map<String, Object> options(boolean mayTraverse) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("query", query(0));
    if (mayTraverse && random.nextInt(4) == 0) {
      Map<String, Object> sub = query(2);
      if (random.nextBoolean()) {
        int depth = 1 + random.nextInt(3);
        sub.put("$depth", random.nextBoolean() ? depth : List.of(depth, depth + random.nextInt(2)));
      }
      if (random.nextInt(4) == 0) {
        sub.put("$edge", query(2));
      }
      Map<String, Object> outer = new LinkedHashMap<>(query(2));
      outer.put("$edge", sub);
      options.put("query", outer);
    }
    if (random.nextBoolean()) {
      options.put("field", FIELDS[random.nextInt(FIELDS.length)]);
    }
    boolean hasNear = ((Map<?, ?>) options.get("query")).containsKey("$near");
    boolean isTraversal = ((Map<?, ?>) options.get("query")).containsKey("$edge");
    if (hasNear && !isTraversal && random.nextBoolean()) {
      options.put("field", "$near");
    }
    if (random.nextBoolean()) {
      options.put("order", random.nextBoolean() ? "asc" : "desc");
    }
    if (random.nextInt(3) == 0) {
      options.put("$limit", 1 + random.nextInt(5));
    }
    if (random.nextInt(5) == 0) {
      options.put("$after", "n" + random.nextInt(12));
    }
    if (random.nextInt(5) == 0) {
      options.put("$before", "n" + random.nextInt(12));
    }
    return options;
  }

  private Map<String, Object> query(int depth) {
    Map<String, Object> query = new LinkedHashMap<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      switch (random.nextInt(depth < 2 ? 12 : 8)) {
        case 0 -> query.put("$near", near());
        case 1 -> query.put("$text", TEXTS[random.nextInt(TEXTS.length)]);
        case 8, 9 -> query.put(random.nextBoolean() ? "$or" : "$and", queries(depth));
        case 10 -> query.put("$not", query(depth + 1));
        case 11 -> query.put("$bbox", box());
        default -> query.put(FIELDS[random.nextInt(FIELDS.length)], spec(depth));
      }
    }
    return query;
  }

  private List<Object> queries(int depth) {
    List<Object> queries = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      queries.add(query(depth + 1));
    }
    return queries;
  }

  private Object spec(int depth) {
    if (random.nextInt(5) == 0) {
      return scalarOrList();
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    for (int i = random.nextInt(3) == 0 ? 1 : 0; i >= 0; i--) {
      operator(spec, depth);
    }
    return spec;
  }

  private void operator(Map<String, Object> spec, int depth) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    switch (random.nextInt(depth < 3 ? 18 : 15)) {
      case 0 -> spec.put("$eq", scalarOrList());
      case 1 -> spec.put("$ne", scalarOrList());
      case 2 -> spec.put("$gt", bound());
      case 3 -> spec.put("$gte", bound());
      case 4 -> spec.put("$lt", bound());
      case 5 -> spec.put("$lte", bound());
      case 6 -> spec.put("$between", List.of(random.nextInt(4), random.nextInt(8) / 2.0));
      case 7 -> spec.put("$in", list());
      case 8 -> spec.put("$exists", random.nextBoolean());
      case 9 -> spec.put("$startsWith", text);
      case 10 -> spec.put("$endsWith", text);
      case 11 -> spec.put("$contains", text);
      case 12 -> spec.put("$like", random.nextBoolean() ? "%" + text : "_" + text + "%");
      case 13 -> spec.put("$regex", random.nextBoolean() ? "^" + text : text + ".?$");
      case 14 -> spec.put("$text", text);
      case 15 -> spec.put("$not", spec(depth + 1));
      case 16 -> spec.put("$or", Arrays.asList(spec(depth + 1), spec(depth + 1)));
      default -> spec.put("$and", Arrays.asList(spec(depth + 1)));
    }
  }

  private Object bound() {
    return random.nextBoolean() ? random.nextInt(8) / 2.0 : TEXTS[random.nextInt(TEXTS.length)];
  }

  private Map<String, Object> near() {
    return map("latitude", degrees(90), "longitude", degrees(180), "radius", random.nextInt(9000));
  }

  private Map<String, Object> box() {
    double south = random.nextInt(90) - 90;
    return map(
        "minLat",
        south,
        "maxLat",
        south + random.nextInt(91),
        "minLng",
        degrees(180),
        "maxLng",
        degrees(180));
  }
}
