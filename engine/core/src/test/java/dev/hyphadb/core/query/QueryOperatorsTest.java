package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryOperatorsTest {
  private final TestGraph graph = new TestGraph();

  @Test
  void equalityIsByValueAndReachesIntoLists() {
    graph
        .put("a", "v", 1)
        .put("b", "v", 1.0)
        .put("c", "v", List.of(1, "x"))
        .put("d", "v", "1")
        .put("e", "v", null)
        .put("f", "w", 1)
        .put("g", "v", (1L << 53) + 2)
        .put("h", "v", (double) ((1L << 53) + 2))
        .put("i", "v", (1L << 53) + 3);
    assertEquals("a b c", graph.find("v", 1));
    assertEquals("a b c", graph.find("v", map("$eq", 1.0)));
    assertEquals("c", graph.find("v", List.of(1, "x")));
    assertEquals("e", graph.find("v", null));
    assertEquals("g h", graph.find("v", (1L << 53) + 2));
    assertEquals("d e f g h i", graph.find("v", map("$ne", 1)));
    assertEquals("a b c d f g h i", graph.find("v", map("$ne", null)));
    assertEquals("c d", graph.find("v", map("$in", List.of("1", "x"))));
    assertEquals("e", graph.find("v", map("$in", Arrays.asList(null, 7))));
    assertEquals("", graph.find("v", map("$in", List.of())));
    assertEquals("f", graph.find("v", map("$exists", false)));
    assertEquals("f", graph.find("v", map("$not", map("$exists", true))));
  }

  @Test
  void pathsReachNestedFieldsAndGoOnInLists() {
    graph
        .put("a", "p", map("q", map("r", 5)))
        .put("b", "p.q.r", 5)
        .put("c", "p", List.of(map("q", List.of(map("r", 4), map("r", 5))), "x"))
        .put("d", "p", map("q", 5))
        .put("e", "p", map("q.r", 5));
    assertEquals("a b c", graph.find("p.q.r", 5));
    assertEquals("a b c", graph.find("p.q.r", map("$exists", true)));
    assertEquals("d e", graph.find("p.q.r", map("$ne", 5)));
    assertEquals("d", graph.find("p", map("q", 5)));
    assertEquals("c", graph.find("id", "c"));
    assertEquals("b c", graph.find("id", map("$between", List.of("b", "c"))));
    graph.put("x", "id", "mine");
    assertEquals("x", graph.find("id", "mine"));
    assertEquals("", graph.find("id", "x"));
  }

  @Test
  void orderingComparesOnlyTheSameKind() {
    graph
        .put("a", "v", 1)
        .put("b", "v", 2.5)
        .put("c", "v", "2")
        .put("d", "v", true)
        .put("e", "v", List.of(0, 9))
        .put("f", "w", 2)
        .put("g", "v", null)
        .put("h", "v", Long.MAX_VALUE);
    assertEquals("b e h", graph.find("v", map("$gt", 1)));
    assertEquals("a b e h", graph.find("v", map("$gte", 1)));
    assertEquals("a e", graph.find("v", map("$lt", 2.5)));
    assertEquals("a b e", graph.find("v", map("$lte", 2.5)));
    assertEquals("a b", graph.find("v", map("$between", List.of(1, 2.5))));
    assertEquals("", graph.find("v", map("$between", List.of(3, 2))));
    assertEquals("c", graph.find("v", map("$gt", "1")));
    assertEquals("", graph.find("v", map("$gt", 0x1p63)));
    // Different elements of a list may pass different operators; of $between one passes both.
    assertEquals("b e", graph.find("v", map("$gt", 1, "$lt", 5)));
    graph.put("t", "at", "2026-11-22T10:00:00Z");
    assertEquals("t", graph.find("at", map("$between", List.of("2026-11-01", "2026-12-01"))));
  }

  @Test
  void textOperators() {
    graph
        .put("a", "s", "Hello World")
        .put("b", "s", List.of("x", "hello"))
        .put("c", "s", 5)
        .put("d", "s", "100%");
    assertEquals("a", graph.find("s", map("$startsWith", "Hell")));
    assertEquals("b", graph.find("s", map("$startsWith", "hell")));
    assertEquals("a", graph.find("s", map("$endsWith", "World")));
    assertEquals("a b", graph.find("s", map("$contains", "ello")));
    assertEquals("a b d", graph.find("s", map("$contains", "")));
    assertEquals("a", graph.find("s", map("$like", "H%W_rld")));
    assertEquals("d", graph.find("s", map("$like", "%\\%")));
    assertEquals("a b", graph.find("s", map("$regex", "^HELLO\\b")));
  }

  @Test
  void textSearchFindsAllWordsInAnyForm() {
    graph
        .put("a", "title", "El Niño, Übergröße!", "n", 1)
        .put("b", "title", List.of("nino", "other"), "deep", map("text", List.of("übergrösse")))
        .put("c", "title", "ninos")
        .put("d", "n", 1);
    assertEquals("a b", graph.find("title", map("$text", "NIÑO")));
    assertEquals("a", graph.find("title", map("$text", "nino ubergrosse")));
    assertEquals("a b", graph.find("$text", "nino ubergrosse"));
    assertEquals("b", graph.find("title", map("$text", "other nino")));
    assertEquals("", graph.find("title", map("$text", "...")));
    assertEquals("c d", graph.find("$not", map("$text", "nino")));
    String many = String.join(" ", words(64));
    graph.put("m", "title", many);
    assertEquals("m", graph.find("title", map("$text", many)));
  }

  private static List<String> words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + i).toList();
  }

  @Test
  void logicNestsAtTheTopAndWithinAField() {
    graph.put("a", "v", 1, "w", 1).put("b", "v", 2).put("c", "v", 3, "w", 2).put("d", "x", 1);
    assertEquals("a c", graph.find("$or", List.of(map("v", 1), map("w", 2))));
    assertEquals("a", graph.find("$and", List.of(map("v", 1), map("w", 1))));
    assertEquals("b d", graph.find("$not", map("w", map("$exists", true))));
    assertEquals("a c", graph.find("v", map("$or", List.of(1, map("$gt", 2)))));
    assertEquals("b", graph.find("v", map("$and", List.of(map("$gt", 1), map("$lt", 3)))));
    assertEquals("a d", graph.find("v", map("$not", map("$gt", 1))));
    assertEquals("b c d", graph.find("v", map("$not", 1)));
    assertEquals(
        "b",
        graph.find(
            "$or",
            List.of(map("$and", List.of(map("v", 2), map("$not", map("w", 1)))), map("v", 9))));
    assertEquals("a b c d", graph.find());
  }

  @Test
  void placesNearAndInBoxes() {
    graph
        .put("flat", "latitude", 40.4168, "longitude", -3.7038)
        .put("inside", "location", map("lat", 40.42, "lng", -3.70))
        .put("list", "places", List.of(map("lat", 0, "lon", 0), map("lat", 40.4, "lon", -3.7)))
        .put("far", "lat", 41.3874, "lon", 2.1686)
        .put("none", "lat", 95, "lng", 0, "name", "nowhere")
        .put("half", "lat", 40.4168);
    Map<String, Object> madrid = map("latitude", 40.4168, "longitude", -3.7038, "radius", 10);
    assertEquals("flat inside", graph.find("$near", madrid));
    assertEquals("inside", graph.find("location", map("$near", madrid)));
    assertEquals("list", graph.find("places", map("$near", madrid)));
    // Madrid to Barcelona is about 505 km.
    assertEquals(
        "flat inside",
        graph.find("$near", map("latitude", 40.4168, "longitude", -3.7038, "radius", 500)));
    assertEquals(
        "far flat inside",
        graph.find("$near", map("latitude", 40.4168, "longitude", -3.7038, "radius", 510)));
    assertEquals(
        "flat", graph.find("$near", map("latitude", 40.4168, "longitude", -3.7038, "radius", 0)));
    Map<String, Object> options =
        map(
            "query",
            map("$near", map("latitude", 41, "longitude", 2, "radius", 5000)),
            "field",
            "$near");
    assertEquals(List.of("far", "inside", "flat"), graph.ids(options));
    options.put("order", "desc");
    options.put("$limit", 1);
    assertEquals(List.of("flat"), graph.ids(options));
  }

  @Test
  void boxesCrossTheAntimeridianAndReachThePoles() {
    graph
        .put("fiji", "lat", -17.7, "lng", 178.0)
        .put("samoa", "lat", -13.8, "lng", -172.0)
        .put("east", "lat", 0, "lng", 180)
        .put("west", "lat", 0, "lng", -180)
        .put("pole", "lat", 90, "lng", 12)
        .put("greenwich", "lat", 51.5, "lng", 0);
    assertEquals("east fiji samoa west", graph.find("$bbox", box(-30, 10, 170, -170)));
    assertEquals("east fiji west", graph.find("$bbox", box(-30, 10, 170, 180)));
    assertEquals("east samoa west", graph.find("$bbox", box(-30, 10, -180, -170)));
    assertEquals("greenwich pole", graph.find("$bbox", box(50, 90, -1, 1)));
    assertEquals(
        "east west", graph.find("$near", map("latitude", 0, "longitude", 179.99, "radius", 2)));
    assertEquals(
        "pole", graph.find("$near", map("latitude", 89.99, "longitude", -170, "radius", 2)));
  }

  private static Map<String, Object> box(double south, double north, double west, double east) {
    return map("minLat", south, "maxLat", north, "minLng", west, "maxLng", east);
  }

  @Test
  void edgesLeadToDescendants() {
    graph
        .put("d1", "type", "dept")
        .put("d2", "type", "dept", "name", "b")
        .put("t", "type", "team")
        .put("e1", "type", "emp", "age", 30)
        .put("e2", "type", "emp", "age", 40)
        .put("e3", "type", "emp", "age", 50)
        .put("lone", "type", "emp")
        .link("d1", "t", "nowhere")
        .link("t", "e1", "e2")
        .link("d2", "e3")
        .link("e3", "d2");
    Map<String, Object> employees = map("type", "emp");
    assertEquals("e1 e2 e3", graph.find("type", "dept", "$edge", employees));
    assertEquals("e1 e2", graph.find("id", "d1", "$edge", employees));
    assertEquals("", graph.find("id", "d1", "$edge", map("type", "emp", "$depth", 1)));
    assertEquals("e1 e2", graph.find("id", "d1", "$edge", map("type", "emp", "$depth", 2)));
    assertEquals("", graph.find("id", "d1", "$edge", map("type", "emp", "$depth", List.of(3, 9))));
    assertEquals("e2", graph.find("id", "d1", "$edge", map("age", map("$gt", 35))));
    assertEquals("e1 e2 t", graph.find("id", "d1", "$edge", map()));
    // On a cycle a starting point is a descendant of itself.
    assertEquals("d2 e3", graph.find("id", "d2", "$edge", map()));
    assertEquals(
        "e1 e2", graph.find("id", "d1", "$edge", map("type", "team", "$edge", map("type", "emp"))));
    assertEquals(
        List.of("e3"),
        graph.ids(
            map(
                "query",
                map("type", "dept", "$edge", employees),
                "field",
                "age",
                "order",
                "desc",
                "$limit",
                1)));
  }

  @Test
  void strictModeKnowsTheFieldsThatNodesHave() {
    Map<String, Object> strict = map("query", map("nam", "x"), "strictMode", true);
    assertEquals(List.of(), graph.ids(strict));
    graph.put("a", "name", "x", "deep", map("f", 1));
    QueryException unknown = assertThrows(QueryException.class, () -> graph.ids(strict));
    assertEquals("unknown-field query.nam", unknown.code() + " " + unknown.path());
    strict.put("query", map("name", "x", "deep.f", map("$ne", 2), "id", map("$exists", true)));
    assertEquals(List.of("a"), graph.ids(strict));
    strict.put("field", "deep.g");
    unknown = assertThrows(QueryException.class, () -> graph.ids(strict));
    assertEquals("unknown-field field", unknown.code() + " " + unknown.path());
    strict.put("field", "name");
    strict.put("query", map("name", "x", "$edge", map("agee", 1)));
    unknown = assertThrows(QueryException.class, () -> graph.ids(strict));
    assertEquals("query.$edge.agee", unknown.path());
  }

  @Test
  void sortingIsTotalAndPagesFollowIt() {
    graph
        .put("a", "v", "x")
        .put("b", "v", 2)
        .put("c", "v", 1.5)
        .put("d", "w", 1)
        .put("e", "v", null)
        .put("f", "v", 2)
        .put("g", "v", List.of(1));
    assertEquals(List.of("d", "e", "c", "b", "f", "a", "g"), graph.ids(map("field", "v")));
    assertEquals(
        List.of("g", "a", "b", "f", "c", "e", "d"), graph.ids(map("field", "v", "order", "desc")));
    assertEquals(List.of("d", "e", "c"), graph.ids(map("field", "v", "$limit", 3)));
    assertEquals(List.of("c", "b"), graph.ids(map("field", "v", "$limit", 2, "$after", "e")));
    assertEquals(List.of("c", "b"), graph.ids(map("field", "v", "$limit", 2, "$before", "f")));
    assertEquals(List.of("c", "b"), graph.ids(map("field", "v", "$after", "e", "$before", "f")));
    assertEquals(List.of(), graph.ids(map("field", "v", "$after", "zz")));
    assertEquals(List.of(), graph.ids(map("field", "v", "$before", "zz")));
  }
}
