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
  private static final int SAMPLE_ENTRIES = 8;

  private final StoredPlaceIndex index;
  private final GeoPoint centre;
  private final Cell centreCell;

  /** Cells above this level near the centre are divided unread: they have many entries. */
  private final int denseLevel;

  /** Through all entries; sent to one cell after the other. */
  private final Store.Cursor entries;

  private final PriorityQueue<Waiting> queue = new PriorityQueue<>();
  private double haversine;

  /**
   * @param haversine of the least distance
   * @param cell {@code null} for an entry
   * @param id {@code null} for a cell
   */
  private record Waiting(double haversine, Cell cell, String id) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      return Double.compare(haversine, other.haversine);
    }
  }

  NearestPlaces(StoredPlaceIndex index, GeoPoint centre) {
    this.index = index;
    this.centre = centre;
    this.centreCell = Cell.of(centre);
    this.entries = index.scan(Cell.EARTH, false);
    this.denseLevel = denseLevel();
    index.outsiders().forEach(id -> queue.add(new Waiting(0, null, id)));
    queue.add(new Waiting(0, Cell.EARTH, null));
  }

  private int denseLevel() {
    try (Store.Cursor before = index.scan(Cell.EARTH, true)) {
      return Math.max(sampleLevel(entries), sampleLevel(before));
    }
  }

  /** The level of the cell that has the centre and the entries beside it. */
  private int sampleLevel(Store.Cursor side) {
    side.seek(index.key(centreCell.code()));
    long last = 0;
    for (int i = 0; i < SAMPLE_ENTRIES; i++) {
      if (!side.next()) {
        return 0;
      }
      last = PlaceEntries.codeOf(side.key());
    }
    return Cell.commonLevel(centreCell.code(), last);
  }

  @Override
  public String next() {
    while (!queue.isEmpty()) {
      Waiting first = queue.remove();
      haversine = first.haversine;
      if (first.cell == null) {
        return first.id;
      }
      if (isDense(first.cell)) {
        divide(first.cell, 0);
      } else {
        read(first.cell);
      }
    }
    return null;
  }

  private boolean isDense(Cell cell) {
    return cell.level() < denseLevel && cell.contains(centreCell);
  }

  /** Takes the entries of a cell; where they are many, those of its first children. */
  private void read(Cell cell) {
    List<byte[]> keys = new ArrayList<>();
    int childrenRead = Cell.CHILDREN;
    entries.seek(index.key(cell.code()));
    while (entries.next()) {
      byte[] key = entries.key();
      long code = PlaceEntries.codeOf(key);
      if (!cell.has(code)) {
        break;
      }
      if (keys.size() == CELL_ENTRIES_MAX && cell.level() < Cell.LEVEL_MAX) {
        childrenRead = cell.childWith(code);
        break;
      }
      keys.add(key);
    }
    for (byte[] key : keys) {
      long code = PlaceEntries.codeOf(key);
      if (childrenRead == Cell.CHILDREN || cell.childWith(code) < childrenRead) {
        queue.add(new Waiting(Cell.placeHaversine(code, centre), null, PlaceEntries.idOf(key)));
      }
    }
    divide(cell, childrenRead);
  }

  private void divide(Cell cell, int from) {
    for (int i = from; i < Cell.CHILDREN; i++) {
      Cell child = cell.child(i);
      queue.add(new Waiting(child.haversineMin(centre), child, null));
    }
  }

  @Override
  public double distanceKmMin() {
    return Cell.distanceKmMin(haversine);
  }

  @Override
  public void close() {
    entries.close();
  }
}
