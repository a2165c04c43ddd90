package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.Comparator;

/** The order of results: total, ties by id, upwards in either direction. Immutable. */
final class ResultOrder implements Comparator<Row> {
  /** {@code null} for the nodes' ids, or when the order is by distance. */
  private final FieldPath field;

  /** {@code null} unless the order is by the distance from it. */
  private final GeoPoint centre;

  /** {@code null} unless the order is by relevance to them. */
  private final WordSet words;

  /** What relevance is measured by; {@code null} until that is known. */
  private final Corpus corpus;

  private final boolean isDescending;

  private ResultOrder(
      FieldPath field, GeoPoint centre, WordSet words, Corpus corpus, boolean isDescending) {
    this.field = field;
    this.centre = centre;
    this.words = words;
    this.corpus = corpus;
    this.isDescending = isDescending;
  }

  private ResultOrder(FieldPath field, GeoPoint centre, boolean isDescending) {
    this(field, centre, null, null, isDescending);
  }

  /** Needs a {@linkplain #in corpus} before there can be rows. */
  static ResultOrder byRelevance(WordSet words, boolean isDescending) {
    return new ResultOrder(null, null, words, null, isDescending);
  }

  /** The same order by relevance among those nodes. */
  ResultOrder in(Corpus nodes) {
    return new ResultOrder(field, centre, words, nodes, isDescending);
  }

  static ResultOrder byId(boolean isDescending) {
    return new ResultOrder(null, null, isDescending);
  }

  static ResultOrder byField(FieldPath field, boolean isDescending) {
    return new ResultOrder(field, null, isDescending);
  }

  /**
   * By the distance of the nearest of a node's points.
   *
   * @param field where points are; {@code null} for the whole value
   */
  static ResultOrder byDistance(GeoPoint centre, FieldPath field, boolean isDescending) {
    return new ResultOrder(field, centre, isDescending);
  }

  boolean isDescending() {
    return isDescending;
  }

  boolean isById() {
    return field == null && centre == null && words == null;
  }

  /** The field whose value decides; {@code null} when something else does. */
  FieldPath field() {
    return centre == null ? field : null;
  }

  /** {@code null} unless the order is by relevance to them. */
  WordSet words() {
    return words;
  }

  /** {@code null} unless the order is by the distance from it. */
  GeoPoint centre() {
    return centre;
  }

  @Override
  public String toString() {
    String by =
        words != null
            ? "relevance"
            : centre != null ? "distance" : field != null ? field.text() : "id";
    return isDescending ? by + " downwards" : by;
  }

  Row row(Node node) {
    return new Row(key(node), node);
  }

  /** What the node is sorted by; {@code null} when it has none. */
  Value key(NodeView node) {
    if (centre != null) {
      return distance(node);
    }
    if (words != null) {
      // The most relevant first, where numbers go up.
      return Value.of(-corpus.relevance(node.value()));
    }
    return field != null ? field.find(node) : Value.of(node.id());
  }

  private Value distance(NodeView node) {
    Nearest nearest = new Nearest(centre);
    if (field == null) {
      GeoPoint.anyIn(node.value(), nearest::pass);
    } else {
      nearest.passAll(field.find(node));
    }
    return nearest.distance();
  }

  /** Of a row of an order by distance. */
  static double distanceKm(Row row) {
    return row.key() instanceof Value.Float distance
        ? distance.value()
        : ((Value.Int) row.key()).value();
  }

  @Override
  public int compare(Row a, Row b) {
    int order = compareKeys(a.key(), b.key());
    return order != 0 ? order : Utf8.compare(a.id(), b.id());
  }

  /** Whether a node with that key comes before the row. */
  boolean isBefore(Value key, NodeView node, Row row) {
    int order = compareKeys(key, row.key());
    return order != 0 ? order < 0 : Utf8.compare(node.id(), row.id()) < 0;
  }

  private int compareKeys(Value a, Value b) {
    int order = ValueOrder.INSTANCE.compare(a, b);
    return isDescending ? -order : order;
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

    /**
     * To the millimetre, so that what is equally far is so however it was computed. Who has no
     * point stands behind everybody who has.
     */
    Value distance() {
      boolean isFound = distanceKm < Double.POSITIVE_INFINITY;
      return Value.of(isFound ? Math.rint(distanceKm * 1e6) / 1e6 : Double.MAX_VALUE);
    }
  }
}
