package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.function.Predicate;

/**
 * A place on the earth.
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {
  /** Of the sphere that has the earth's mean radius (IUGG). */
  private static final double EARTH_RADIUS_KM = 6371.0088;

  private static final String[][] NAMES = {
    {"latitude", "longitude"},
    {"lat", "lng"},
    {"lat", "lon"},
  };

  /** The coordinates among the fields; {@code null} when there are none that are on the earth. */
  public static GeoPoint of(Fields fields) {
    for (String[] names : NAMES) {
      double latitude = degrees(fields.get(names[0]), 90);
      double longitude = degrees(fields.get(names[1]), 180);
      if (!Double.isNaN(latitude) && !Double.isNaN(longitude)) {
        return new GeoPoint(latitude, longitude);
      }
    }
    return null;
  }

  /** Whether one of the points of a node passes: among its fields, or in one of its fields. */
  static boolean anyIn(Fields value, Predicate<GeoPoint> test) {
    GeoPoint flat = of(value);
    if (flat != null && test.test(flat)) {
      return true;
    }
    for (int i = 0; i < value.size(); i++) {
      GeoPoint inner = value.valueAt(i) instanceof Fields fields ? of(fields) : null;
      if (inner != null && test.test(inner)) {
        return true;
      }
    }
    return false;
  }

  /** NaN when the value is no number of that range. */
  static double degrees(Value value, double max) {
    double number =
        switch (value) {
          case null -> Double.NaN;
          case Value.Int whole -> whole.value();
          case Value.Float fraction -> fraction.value();
          default -> Double.NaN;
        };
    return Math.abs(number) <= max ? number : Double.NaN;
  }

  /** Along the great circle. */
  public double distanceKm(GeoPoint other) {
    return distanceKm(haversine(other.latitude, other.longitude));
  }

  /** What grows with the distance to a place, and costs less: 0 for none, 1 for the antipode. */
  public double haversine(double otherLatitude, double otherLongitude) {
    double sinLatitude = Math.sin(Math.toRadians(otherLatitude - latitude) / 2);
    double sinLongitude = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
    return sinLatitude * sinLatitude
        + Math.cos(Math.toRadians(latitude))
            * Math.cos(Math.toRadians(otherLatitude))
            * sinLongitude
            * sinLongitude;
  }

  /** The distance that has such a haversine. */
  public static double distanceKm(double haversine) {
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
  }
}
