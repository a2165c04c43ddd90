package dev.hyphadb.core.index;

import dev.hyphadb.core.query.GeoPoint;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Value;

/** Entries of the index of places: {@code cell, id}, for each place in a node, however deep. */
final class PlaceEntries {
  /** Before the cell, so that outsiders stand apart. */
  static final int CELL = 0x01;

  private PlaceEntries() {}

  static void collect(Fields value, IndexEntries target) {
    visit(value, target);
    if (target.size() > IndexEntries.ENTRIES_MAX) {
      target.entries().clear();
      target.addOutside();
    }
  }

  /** The code of the cell in a key. */
  static long codeOf(byte[] key) {
    return Octets.longAt(key, IndexKeys.NUMBER_LENGTH + 1);
  }

  static String idOf(byte[] key) {
    return IndexKeys.idFrom(key, IndexKeys.NUMBER_LENGTH + 1 + Long.BYTES);
  }

  private static void visit(Value value, IndexEntries target) {
    if (target.size() > IndexEntries.ENTRIES_MAX) {
      return;
    }
    switch (value) {
      case Fields fields -> {
        GeoPoint point = GeoPoint.of(fields);
        if (point != null) {
          byte[] entry =
              target
                  .startKey()
                  .put(CELL)
                  .putLong(Cell.of(point).code())
                  .put(target.nodeKey())
                  .toBytes();
          target.add(entry, IndexEntries.NOTHING);
        }
        fields.forEach((name, field) -> visit(field, target));
      }
      case Value.Items items -> items.values().forEach(item -> visit(item, target));
      default -> {}
    }
  }
}
