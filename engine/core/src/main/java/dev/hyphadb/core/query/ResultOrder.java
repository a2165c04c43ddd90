package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.Comparator;
import java.util.function.Function;

/** The order of results: total, ties by id, upwards in either direction. Immutable. */
final class ResultOrder implements Comparator<Row> {
  private final Function<Node, Value> key;
  private final boolean isDescending;

  private ResultOrder(Function<Node, Value> key, boolean isDescending) {
    this.key = key;
    this.isDescending = isDescending;
  }

  static ResultOrder byId(boolean isDescending) {
    return new ResultOrder(node -> Value.of(node.id()), isDescending);
  }

  static ResultOrder byField(FieldPath field, boolean isDescending) {
    return new ResultOrder(field::find, isDescending);
  }

  /**
   * By the distance of the nearest of a node's points.
   *
   * @param field where points are; {@code null} for the whole value
   */
  static ResultOrder byDistance(GeoPoint centre, FieldPath field, boolean isDescending) {
    return new ResultOrder(
        node -> {
          Nearest nearest = new Nearest(centre);
          if (field == null) {
            GeoPoint.anyIn(node.value(), nearest::pass);
          } else {
            nearest.passAll(field.find(node));
          }
          return nearest.distance();
        },
        isDescending);
  }

  Row row(Node node) {
    return new Row(key.apply(node), node);
  }

  @Override
  public int compare(Row a, Row b) {
    int order = ValueOrder.INSTANCE.compare(a.key(), b.key());
    if (order != 0) {
      return isDescending ? -order : order;
    }
    return Utf8.compare(a.id(), b.id());
  }

  private static final class Nearest {
    private final GeoPoint centre;
    private double distanceKm = Double.POSITIVE_INFINITY;

    Nearest(GeoPoint centre) {
      this.centre = centre;
    }

    /** Never the last one. */
    boolean pass(GeoPoint point) {
      distanceKm = Math.min(distanceKm, centre.distanceKm(point));
      return false;
    }

    void passAll(Value found) {
      if (found instanceof Value.Items items) {
        items.values().forEach(this::passOne);
      } else {
        passOne(found);
      }
    }

    private void passOne(Value value) {
      GeoPoint point = value instanceof Fields fields ? GeoPoint.of(fields) : null;
      if (point != null) {
        pass(point);
      }
    }

    /** Who has no point stands behind everybody who has. */
    Value distance() {
      return Value.of(Math.min(distanceKm, Double.MAX_VALUE));
    }
  }
}
