package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** Reads the operands of {@code $near} and {@code $bbox}. */
final class AreaParser {
  private AreaParser() {}

  static GeoArea.Circle parseNear(Value operand, String path) {
    Fields fields = object(operand, path, List.of("latitude", "longitude", "radius"));
    double latitude = degrees(fields, "latitude", 90, path);
    double longitude = degrees(fields, "longitude", 180, path);
    double radius = GeoPoint.degrees(fields.get("radius"), Double.MAX_VALUE);
    if (!(radius >= 0)) {
      throw new QueryException("bad-operand", path + ".radius", "radius is in km, 0 or more");
    }
    return new GeoArea.Circle(new GeoPoint(latitude, longitude), radius);
  }

  static GeoArea.Box parseBox(Value operand, String path) {
    Fields fields = object(operand, path, List.of("minLat", "maxLat", "minLng", "maxLng"));
    double south = degrees(fields, "minLat", 90, path);
    double north = degrees(fields, "maxLat", 90, path);
    if (south > north) {
      throw new QueryException("bad-operand", path, "minLat is greater than maxLat");
    }
    double west = degrees(fields, "minLng", 180, path);
    return new GeoArea.Box(south, north, west, degrees(fields, "maxLng", 180, path));
  }

  private static Fields object(Value operand, String path, List<String> names) {
    if (!(operand instanceof Fields fields)) {
      throw new QueryException("bad-operand", path, "takes an object of " + names);
    }
    for (String name : fields.names()) {
      if (!names.contains(name)) {
        throw new QueryException("bad-operand", path + "." + name, "takes only " + names);
      }
    }
    return fields;
  }

  private static double degrees(Fields fields, String name, int max, String path) {
    double degrees = GeoPoint.degrees(fields.get(name), max);
    if (Double.isNaN(degrees)) {
      throw new QueryException(
          "bad-operand", path + "." + name, name + " is in degrees, -" + max + " to " + max);
    }
    return degrees;
  }
}
