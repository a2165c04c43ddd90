package dev.hyphadb.core.query;

import static dev.hyphadb.core.query.TestGraph.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walks on a graph of a million edges that is made up as it is read. */
class TraversalTest {
  private static final int NODES = 200_000;
  private static final int EDGES_EACH = 5;

  private final Map<String, Integer> reads = new HashMap<>();

  /** Five edges from each, which lead everywhere in the end and back. */
  private Node node(String id) {
    reads.merge(id, 1, Integer::sum);
    int number = Integer.parseInt(id);
    if (number >= NODES) {
      return null;
    }
    List<String> edges = new ArrayList<>();
    for (int i = 0; i < EDGES_EACH; i++) {
      edges.add(Integer.toString((int) ((number * 5L + i + 1) % NODES)));
    }
    if (number % 1000 == 0) {
      edges.add(Integer.toString(NODES + number));
    }
    Fields value = Fields.of("even", Value.of(number % 2 == 0));
    return new Node(id, value, edges, new Timestamp(1, 0));
  }

  private List<String> walk(int[] visited, Map<String, Object> edge) {
    Query query = Query.parse(PlainValues.fromMap(map("query", map("$edge", edge))));
    Traversal traversal = new Traversal(this::node, query.descents(), Traversal.UNWATCHED);
    traversal.start(node("0"));
    reads.clear();
    List<String> found = new ArrayList<>();
    traversal.forEachMatch(match -> found.add(match.id()));
    assertArrayEquals(visited, traversal.visited());
    return found;
  }

  @Test
  void readsWhatAnEdgeLeadsToOnceHoweverManyLeadThere() {
    assertEquals(NODES / 2, walk(new int[] {NODES}, map("even", true)).size());
    assertEquals(NODES + NODES / 1000, reads.size());
    assertEquals(1, reads.values().stream().mapToInt(each -> each).max().orElseThrow());
  }

  @Test
  void explainsHowManyNodesEachSubQueryVisited() {
    TestGraph graph = new TestGraph();
    graph.put("d", "type", "dept").put("t", "type", "team").put("e", "type", "emp");
    graph.put("f", "type", "emp").link("d", "t").link("t", "e", "f", "nowhere").link("e", "d");
    Map<String, Object> query =
        map("type", "dept", "$edge", map("type", "team", "$edge", map("type", "emp")));
    Explanation how =
        graph.runner.answer(Query.parse(PlainValues.fromMap(map("query", query)))).explanation();
    assertEquals("all nodes, then along edges to 4 nodes, then along edges to 4 nodes", how.plan());
    assertEquals(4 + 4 + 4, how.nodesExamined());
    assertEquals(2, how.results());
  }

  @Test
  void readsNothingBeyondTheDepthAskedFor() {
    assertEquals(List.of("1", "2", "3", "4", "5"), walk(new int[] {5}, map("$depth", 1)));
    assertEquals(6, reads.size());
    assertEquals(25, walk(new int[] {30}, map("$depth", List.of(2, 2))).size());
    assertEquals(31, reads.size());
  }

  @Test
  void eachSubQueryWalksFromTheMatchesOfTheOneBefore() {
    Map<String, Object> inner = map("even", true, "$depth", 1);
    assertEquals(
        List.of("12", "14", "22", "24"),
        walk(new int[] {5, 10}, map("even", true, "$depth", 1, "$edge", inner)));
  }
}
