package dev.hyphadb.core.index;

import dev.hyphadb.core.query.GeoPoint;
import dev.hyphadb.core.query.PlaceIndex;
import dev.hyphadb.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Places by distance: cells and entries wait in one queue, each with the least distance that it may
 * have; a cell that comes to its head is read, or divided where it has many entries. So only what
 * is as near as the results is ever read.
 */
final class NearestPlaces implements PlaceIndex.Nearest {
  /** A cell with more entries is divided. */
  private static final int CELL_ENTRIES_MAX = 24;

  /** So many entries beside the centre tell how dense they are there. */
  private static final int SAMPLE_ENTRIES = 12;

  private final StoredPlaceIndex index;
  private final GeoPoint centre;
  private final Cell centreCell;

  /** Cells above this level near the centre are divided unread: they have many entries. */
  private final int denseLevel;

  private final PriorityQueue<Waiting> queue = new PriorityQueue<>();
  private double distanceKm;

  /**
   * @param cell {@code null} for an entry
   * @param id {@code null} for a cell
   */
  private record Waiting(double distanceKm, Cell cell, String id) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      return Double.compare(distanceKm, other.distanceKm);
    }
  }

  NearestPlaces(StoredPlaceIndex index, GeoPoint centre) {
    this.index = index;
    this.centre = centre;
    this.centreCell = Cell.of(centre);
    this.denseLevel = denseLevel();
    index.outsiders().forEach(id -> queue.add(new Waiting(0, null, id)));
    queue.add(new Waiting(0, Cell.EARTH, null));
  }

  private int denseLevel() {
    long code = centreCell.code();
    return Math.max(
        sampleLevel(index.scan(code, -1L, false)), sampleLevel(index.scan(0, code, true)));
  }

  /** The level of the cell that has the centre and the entries beside it. */
  private int sampleLevel(Store.Cursor entries) {
    try (entries) {
      long last = 0;
      for (int i = 0; i < SAMPLE_ENTRIES; i++) {
        if (!entries.next()) {
          return 0;
        }
        last = PlaceEntries.codeOf(entries.key());
      }
      return Cell.commonLevel(centreCell.code(), last);
    }
  }

  @Override
  public String next() {
    while (!queue.isEmpty()) {
      Waiting first = queue.remove();
      distanceKm = first.distanceKm;
      if (first.cell == null) {
        return first.id;
      }
      if (isDense(first.cell) || !read(first.cell)) {
        divide(first.cell);
      }
    }
    return null;
  }

  private boolean isDense(Cell cell) {
    return cell.level() < denseLevel && cell.contains(centreCell);
  }

  /** Takes the entries of a cell, unless they are many; returns whether they were taken. */
  private boolean read(Cell cell) {
    List<byte[]> keys = new ArrayList<>();
    try (Store.Cursor entries = index.scan(cell.code(), cell.lastCode(), false)) {
      while (entries.next()) {
        if (keys.size() == CELL_ENTRIES_MAX && cell.level() < Cell.LEVEL_MAX) {
          return false;
        }
        keys.add(entries.key());
      }
    }
    for (byte[] key : keys) {
      double placeKm = Cell.placeDistanceKmMin(PlaceEntries.codeOf(key), centre);
      queue.add(new Waiting(placeKm, null, PlaceEntries.idOf(key)));
    }
    return true;
  }

  private void divide(Cell cell) {
    for (int i = 0; i < 4; i++) {
      Cell child = cell.child(i);
      queue.add(new Waiting(child.distanceKmMin(centre), child, null));
    }
  }

  @Override
  public double distanceKmMin() {
    return distanceKm;
  }

  @Override
  public void close() {}
}
