package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/**
 * Fills a page that is ordered by distance from the nearest places outwards, until nothing nearer
 * than what it has can come.
 */
final class NearestPage {
  private final Query query;
  private final Function<String, Node> nodes;
  private final Examined examined;

  NearestPage(Query query, Function<String, Node> nodes, Examined examined) {
    this.query = query;
    this.nodes = nodes;
    this.examined = examined;
  }

  /** Whether each result has a place, and the first of them are asked for. */
  static boolean fits(Query query) {
    ResultOrder order = query.order();
    return order.centre() != null
        && !order.isDescending()
        && !query.page().hasCursor()
        && radiusKm(query) < Double.POSITIVE_INFINITY;
  }

  /** Beyond it is no result; infinite where there may be one, or one without a place. */
  private static double radiusKm(Query query) {
    double radiusKm = Double.POSITIVE_INFINITY;
    for (Condition part : CandidateFinder.parts(query.condition())) {
      GeoArea area =
          switch (part) {
            case Condition.Within within -> within.area();
            case Condition.OnField onField when onField.test() instanceof FieldTest.Within within ->
                within.area();
            default -> null;
          };
      if (area instanceof GeoArea.Circle circle && circle.centre().equals(query.order().centre())) {
        radiusKm = Math.min(radiusKm, circle.radiusKm());
      }
    }
    return radiusKm;
  }

  List<Row> fill(PlaceIndex places) {
    double radiusKm = radiusKm(query);
    int limit = query.page().limit();
    PriorityQueue<Row> lastFirst = new PriorityQueue<>(Collections.reverseOrder(query.order()));
    Set<String> seen = new HashSet<>();
    try (PlaceIndex.Nearest nearest = places.nearest(query.order().centre())) {
      for (String id = nearest.next(); id != null; id = nearest.next()) {
        examined.entry();
        double distanceKm = nearest.distanceKmMin();
        boolean isFull = lastFirst.size() == limit;
        if (distanceKm > radiusKm
            || isFull && distanceKm > ResultOrder.distanceKm(lastFirst.element())) {
          break;
        }
        Node node = seen.add(id) ? nodes.apply(id) : null;
        if (node != null) {
          examined.node();
        }
        if (node != null && query.condition().matches(node)) {
          lastFirst.add(query.order().row(node));
          if (isFull) {
            lastFirst.remove();
          }
        }
      }
    }
    List<Row> rows = new ArrayList<>(lastFirst);
    rows.sort(query.order());
    return rows;
  }
}
