package dev.hyphadb.core.index;

import dev.hyphadb.core.query.GeoArea;
import dev.hyphadb.core.query.GeoPoint;

/**
 * A part of the earth between two meridians and two parallels: the whole earth, divided so many
 * times into four. Cells of one level are numbered along the Z curve: a bit of the latitude, a bit
 * of the longitude, in turns.
 *
 * @param code its number, in the highest {@code 2 * level} bits
 */
record Cell(int level, long code) {
  /** Cells that are not divided any more: smaller than a finger. */
  static final int LEVEL_MAX = 32;

  /** Into how many a cell is divided. */
  static final int CHILDREN = 4;

  static final Cell EARTH = new Cell(0, 0);

  private static final double STEPS = 0x1p32;

  /** More than rounding can move a place. */
  private static final double SLACK_DEGREES = 1e-7;

  /** What a distance to the other end of the earth may be wrong by, and more. */
  private static final double SLACK_KM = 1e-3;

  /** The cell of the lowest level with that place. */
  static Cell of(GeoPoint point) {
    // The antimeridian has two numbers.
    double longitude = point.longitude() == 180 ? -180 : point.longitude();
    long y = step((point.latitude() + 90) / 180);
    long x = step((longitude + 180) / 360);
    return new Cell(LEVEL_MAX, spread(y) << 1 | spread(x));
  }

  private static long step(double fraction) {
    return (long) Math.min(STEPS - 1, Math.floor(fraction * STEPS));
  }

  /** Puts a zero before each of 32 bits. */
  private static long spread(long bits) {
    long x = bits;
    x = (x | x << 16) & 0x0000ffff0000ffffL;
    x = (x | x << 8) & 0x00ff00ff00ff00ffL;
    x = (x | x << 4) & 0x0f0f0f0f0f0f0f0fL;
    x = (x | x << 2) & 0x3333333333333333L;
    return (x | x << 1) & 0x5555555555555555L;
  }

  private static long gather(long bits) {
    long x = bits & 0x5555555555555555L;
    x = (x | x >>> 1) & 0x3333333333333333L;
    x = (x | x >>> 2) & 0x0f0f0f0f0f0f0f0fL;
    x = (x | x >>> 4) & 0x00ff00ff00ff00ffL;
    x = (x | x >>> 8) & 0x0000ffff0000ffffL;
    return (x | x >>> 16) & 0x00000000ffffffffL;
  }

  /** The code of the last cell of the lowest level within this one. */
  long lastCode() {
    return level == 0 ? -1L : code | (level == LEVEL_MAX ? 0 : -1L >>> 2 * level);
  }

  /** One of those within it; not of the lowest level. */
  Cell child(int which) {
    return new Cell(level + 1, code | (long) which << 62 - 2 * level);
  }

  /** The child that has a cell of the lowest level. */
  int childWith(long place) {
    return (int) (place >>> 62 - 2 * level) & CHILDREN - 1;
  }

  boolean contains(Cell other) {
    return other.level >= level && has(other.code);
  }

  /** Whether it has the cell of the lowest level with that code. */
  boolean has(long place) {
    return level == 0 || (code ^ place) >>> 64 - 2 * level == 0;
  }

  /** The smallest cell with both. */
  static int commonLevel(long code, long other) {
    return Long.numberOfLeadingZeros(code ^ other) / 2;
  }

  double south() {
    return gather(code >>> 1) / STEPS * 180 - 90;
  }

  double west() {
    return gather(code) / STEPS * 360 - 180;
  }

  double heightDegrees() {
    return 180 / (double) (1L << level);
  }

  double widthDegrees() {
    return 360 / (double) (1L << level);
  }

  /** Like {@link #haversineMin}, of a cell of the lowest level: it is as good as its corner. */
  static double placeHaversine(long code, GeoPoint point) {
    double latitude = gather(code >>> 1) / STEPS * 180 - 90;
    double longitude = gather(code) / STEPS * 360 - 180;
    return point.haversine(latitude, longitude);
  }

  /** The least distance of what has that least haversine. */
  static double distanceKmMin(double haversineMin) {
    return Math.max(0, GeoPoint.distanceKm(haversineMin) - SLACK_KM);
  }

  /** Whether it may have a place of the area; false only when it has none. */
  boolean mayMeet(GeoArea area) {
    return switch (area) {
      case GeoArea.Circle circle ->
          distanceKmMin(haversineMin(circle.centre())) <= circle.radiusKm();
      case GeoArea.Box box -> mayMeet(box);
    };
  }

  private boolean mayMeet(GeoArea.Box box) {
    double south = south() - SLACK_DEGREES;
    double north = south() + heightDegrees() + SLACK_DEGREES;
    if (north < box.south() || south > box.north()) {
      return false;
    }
    boolean hasPole = north >= 90 && box.north() == 90 || south <= -90 && box.south() == -90;
    double west = west() - SLACK_DEGREES;
    double east = west() + widthDegrees() + SLACK_DEGREES;
    // The antimeridian's places are stored as its western end.
    boolean hasAntimeridian = west <= -180 && (box.east() == 180 || box.west() == 180);
    return hasPole || hasAntimeridian || meets(box, west, east);
  }

  private static boolean meets(GeoArea.Box box, double west, double east) {
    return box.west() <= box.east()
        ? east >= box.west() && west <= box.east()
        : east >= box.west() || west <= box.east();
  }

  /**
   * The haversine of the distance, which grows with it and costs less. No place of the cell is
   * nearer, but for a slack; may be somewhat less than the nearest is.
   */
  double haversineMin(GeoPoint point) {
    double south = Math.max(-90, south() - SLACK_DEGREES);
    double north = Math.min(90, south() + heightDegrees() + SLACK_DEGREES);
    double west = west() - SLACK_DEGREES;
    double east = west() + widthDegrees() + SLACK_DEGREES;
    if (isBetween(point.longitude(), west, east)) {
      double away = Math.max(south - point.latitude(), point.latitude() - north);
      return away <= 0
          ? 0
          : point.haversine(point.latitude() < south ? south : north, point.longitude());
    }
    return Math.min(
        haversineToMeridian(point, west, south, north),
        haversineToMeridian(point, east, south, north));
  }

  private static boolean isBetween(double longitude, double west, double east) {
    return longitude >= west && longitude <= east
        || longitude + 360 <= east
        || longitude - 360 >= west;
  }

  /** To the nearest point of a meridian between two parallels. */
  private static double haversineToMeridian(
      GeoPoint point, double longitude, double south, double north) {
    double ends = Math.min(point.haversine(south, longitude), point.haversine(north, longitude));
    // Where the great circle of the meridian is nearest.
    double latitude = Math.toRadians(point.latitude());
    double apart = Math.toRadians(longitude - point.longitude());
    double foot =
        Math.toDegrees(Math.atan2(Math.sin(latitude), Math.cos(latitude) * Math.cos(apart)));
    return foot > south && foot < north ? Math.min(ends, point.haversine(foot, longitude)) : ends;
  }
}
