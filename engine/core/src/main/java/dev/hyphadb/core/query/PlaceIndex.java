package dev.hyphadb.core.query;

/** An index over the places in nodes, however deep. */
public interface PlaceIndex {
  /** The nodes that may have a place in the area; one may come more than once. */
  IdStream nodesIn(GeoArea area);

  /** The nodes with places, the nearest first. */
  Nearest nearest(GeoPoint centre);

  /** Nodes by distance. Belongs to the thread that opened it. */
  interface Nearest extends IdStream {
    /** No place of the node that came last, or of any that is still to come, is nearer. */
    double distanceKmMin();
  }
}
