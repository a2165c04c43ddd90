package dev.hyphadb.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.query.GeoArea;
import dev.hyphadb.core.query.GeoPoint;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cells against the places in them: poles and antimeridian among them. */
class CellTest {
  private static final double[] LATITUDES = {-90, -89.9999, -45, 0, 1e-9, 60, 89.9999, 90};
  private static final double[] LONGITUDES = {-180, -179.9999, -90, 0, 1e-9, 90, 179.9999, 180};

  @Test
  void everyCellWithAPlaceMayMeetWhatContainsIt() {
    int met = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      GeoPoint point = point(random);
      GeoArea area = area(random, point);
      Cell lowest = Cell.of(point);
      for (int level = 0; level <= Cell.LEVEL_MAX; level += 1 + random.nextInt(6)) {
        Cell cell = new Cell(level, level == 0 ? 0 : lowest.code() & -1L << 64 - 2 * level);
        String where = "seed " + seed + ": " + point + " in " + cell + ", " + area;
        assertTrue(cell.contains(lowest), where);
        GeoPoint other = point(random);
        assertTrue(kmMin(cell, other) <= other.distanceKm(point), where + " from " + other);
        double placeKm = Cell.distanceKmMin(Cell.placeHaversine(Cell.of(point).code(), other));
        assertTrue(
            placeKm <= other.distanceKm(point) && placeKm > other.distanceKm(point) - 0.01,
            where + " from " + other);
        if (area.contains(point)) {
          met++;
          assertTrue(cell.mayMeet(area), where);
        }
      }
    }
    assertTrue(met > 10_000, met + " met");
  }

  @Test
  void farCellsAreLeftOut() {
    Cell madrid = new Cell(10, Cell.of(new GeoPoint(40.4, -3.7)).code() & -1L << 44);
    assertFalse(madrid.mayMeet(new GeoArea.Circle(new GeoPoint(-36.8, 174.8), 1000)));
    assertFalse(madrid.mayMeet(new GeoArea.Box(0, 30, -10, 10)));
    assertFalse(madrid.mayMeet(new GeoArea.Box(30, 50, 170, -170)));
    assertEquals(0, kmMin(madrid, new GeoPoint(40.4, -3.7)));
    assertTrue(kmMin(madrid, new GeoPoint(41.4, 2.2)) > 450);
  }

  private static GeoPoint point(Random random) {
    return new GeoPoint(
        random.nextInt(3) == 0
            ? LATITUDES[random.nextInt(LATITUDES.length)]
            : random.nextDouble() * 180 - 90,
        random.nextInt(3) == 0
            ? LONGITUDES[random.nextInt(LONGITUDES.length)]
            : random.nextDouble() * 360 - 180);
  }

  private static GeoArea area(Random random, GeoPoint near) {
    GeoPoint a = random.nextBoolean() ? near : point(random);
    GeoPoint b = point(random);
    if (random.nextBoolean()) {
      return new GeoArea.Circle(b, b.distanceKm(near) * (0.9 + random.nextDouble() / 5));
    }
    double south = Math.min(a.latitude(), b.latitude());
    double north = Math.max(a.latitude(), b.latitude());
    return random.nextBoolean()
        ? new GeoArea.Box(south, north, a.longitude(), b.longitude())
        : new GeoArea.Box(south, north, b.longitude(), a.longitude());
  }

  private static double kmMin(Cell cell, GeoPoint point) {
    return Cell.distanceKmMin(cell.haversineMin(point));
  }
}
