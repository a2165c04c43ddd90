package dev.hyphadb.core.query;

/** A part of the earth. Immutable. */
public sealed interface GeoArea {
  boolean contains(GeoPoint point);

  /** All that is not further from the centre. */
  record Circle(GeoPoint centre, double radiusKm) implements GeoArea {
    @Override
    public boolean contains(GeoPoint point) {
      return centre.distanceKm(point) <= radiusKm;
    }
  }

  /**
   * From south to north and, eastwards, from west to east: across the antimeridian where west is
   * the larger number. The borders belong to it, and a pole to every box that reaches it.
   */
  record Box(double south, double north, double west, double east) implements GeoArea {
    @Override
    public boolean contains(GeoPoint point) {
      if (point.latitude() < south || point.latitude() > north) {
        return false;
      }
      double longitude = point.longitude();
      return Math.abs(point.latitude()) == 90
          || containsLongitude(longitude)
          // The antimeridian has two numbers.
          || Math.abs(longitude) == 180 && containsLongitude(-longitude);
    }

    private boolean containsLongitude(double longitude) {
      return west <= east
          ? longitude >= west && longitude <= east
          : longitude >= west || longitude <= east;
    }
  }
}
