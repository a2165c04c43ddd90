package dev.hyphadb.core.index;

import dev.hyphadb.core.query.GeoArea;
import dev.hyphadb.core.query.GeoPoint;
import dev.hyphadb.core.query.IdStream;
import dev.hyphadb.core.query.PlaceIndex;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** The index of places as it is in a store. */
final class StoredPlaceIndex implements PlaceIndex {
  /** Cells that cover an area at most: more fit it better and cost a scan each. */
  private static final int COVER_CELLS_MAX = 12;

  private final Store store;
  private final IndexRecord record;

  StoredPlaceIndex(Store store, IndexRecord record) {
    this.store = store;
    this.record = record;
  }

  @Override
  public Nearest nearest(GeoPoint centre) {
    return new NearestPlaces(this, centre);
  }

  List<String> outsiders() {
    return record.hasOutsiders() ? Outsiders.list(store, record.number()) : List.of();
  }

  /** The entries of a cell. */
  Store.Cursor scan(Cell cell, boolean isReverse) {
    byte[] low = key(cell.code());
    byte[] high = Keys.afterPrefix(key(cell.lastCode()));
    return isReverse
        ? store.scanReverse(Table.INDEX, low, high)
        : store.scan(Table.INDEX, low, high);
  }

  /** Before the entries of a cell of the lowest level. */
  byte[] key(long code) {
    return new IndexKeys().start(record.number()).put(PlaceEntries.CELL).putLong(code).toBytes();
  }

  @Override
  public IdStream nodesIn(GeoArea area) {
    Iterator<Cell> cells = cover(area).iterator();
    Iterator<String> outsiders = outsiders().iterator();
    return new IdStream() {
      private Store.Cursor entries;

      @Override
      public String next() {
        while (entries != null || cells.hasNext()) {
          if (entries == null) {
            entries = scan(cells.next(), false);
          }
          if (entries.next()) {
            return PlaceEntries.idOf(entries.key());
          }
          close();
        }
        return outsiders.hasNext() ? outsiders.next() : null;
      }

      @Override
      public void close() {
        if (entries != null) {
          entries.close();
          entries = null;
        }
      }
    };
  }

  /** Cells that have the area between them, the largest divided as long as that makes few. */
  private static List<Cell> cover(GeoArea area) {
    Queue<Cell> cells = new PriorityQueue<>(Comparator.comparingInt(Cell::level));
    cells.add(Cell.EARTH);
    List<Cell> smallest = new ArrayList<>();
    while (!cells.isEmpty() && cells.size() + smallest.size() < COVER_CELLS_MAX) {
      Cell cell = cells.remove();
      if (cell.level() == Cell.LEVEL_MAX) {
        smallest.add(cell);
      } else {
        for (int i = 0; i < Cell.CHILDREN; i++) {
          Cell child = cell.child(i);
          if (child.mayMeet(area)) {
            cells.add(child);
          }
        }
      }
    }
    smallest.addAll(new ArrayDeque<>(cells));
    return smallest;
  }
}
