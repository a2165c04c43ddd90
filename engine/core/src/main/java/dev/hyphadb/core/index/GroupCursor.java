package dev.hyphadb.core.index;

import dev.hyphadb.core.query.IndexCursor;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entries whose values go one way and the ids of equal ones the other, as results do whose values
 * go down. Small groups of equal values are read the way of the values and turned round; of a large
 * one, only what is asked for is read, the way of its ids.
 */
final class GroupCursor implements IndexCursor {
  /** A larger group is not read to its end before its first entry is known. */
  private static final int TURNED_MAX = 32;

  private final StoredOrderedIndex index;
  private final EntryKey entry;
  private final boolean isReverse;

  /** What is left of the range, in whole groups. */
  private byte[] low;

  private byte[] high;

  /** Goes the way of the values; {@code null} while it is not open. */
  private Store.Cursor outer;

  /** What {@code outer} has read of the next group; {@code null} when that is not known. */
  private byte[] ahead;

  /** Keys of a group, the last to come first. */
  private final List<byte[]> turned = new ArrayList<>();

  /** Goes the way of the ids through a large group; {@code null} when there is none. */
  private Store.Cursor inner;

  private byte[] group;
  private boolean startsGroup;

  GroupCursor(
      StoredOrderedIndex index, EntryKey entry, byte[] low, byte[] high, boolean isReverse) {
    this.index = index;
    this.entry = entry;
    this.low = low;
    this.high = high;
    this.isReverse = isReverse;
  }

  /**
   * Starts within a group.
   *
   * @param from where it begins
   * @param place from here on in the way of its ids
   * @param to behind its last entry
   */
  void startBehind(byte[] from, byte[] place, byte[] to) {
    group = from;
    inner = isReverse ? index.cursor(place, to, false) : index.cursor(from, place, true);
    leave(from, to);
  }

  /** Goes on behind a group. */
  private void leave(byte[] from, byte[] to) {
    if (isReverse) {
      high = from;
    } else {
      low = to;
    }
  }

  @Override
  public boolean next() {
    if (inner != null) {
      if (inner.next()) {
        entry.set(inner.key());
        startsGroup = false;
        return true;
      }
      inner.close();
      inner = null;
    }
    startsGroup = turned.isEmpty();
    if (turned.isEmpty() && !readGroup()) {
      return false;
    }
    if (inner == null) {
      entry.set(turned.remove(turned.size() - 1));
    }
    return true;
  }

  /** Takes the next group; false when there is none. */
  private boolean readGroup() {
    byte[] first = ahead != null ? ahead : step();
    ahead = null;
    if (first == null) {
      return false;
    }
    entry.set(first);
    int end = entry.end(entry.fields() - 1);
    group = Arrays.copyOf(first, end);
    turned.add(first);
    for (byte[] key = step(); key != null; key = step()) {
      if (!entry.startsLike(key, end) || !isEndOfValue(key, end)) {
        ahead = key;
        break;
      }
      turned.add(key);
      if (turned.size() > TURNED_MAX) {
        return enterGroup();
      }
    }
    return true;
  }

  /** Whether a key that starts as the group does has no longer value. */
  private static boolean isEndOfValue(byte[] key, int end) {
    // In an index without lists all entries have the same marks, and no value goes on with 00.
    return key[end] == 0;
  }

  private boolean enterGroup() {
    turned.clear();
    outer.close();
    outer = null;
    byte[] behind = Arrays.copyOf(group, group.length + 1);
    behind[group.length] = (byte) ValueKey.BEHIND;
    leave(group, behind);
    inner = index.cursor(group, behind, !isReverse);
    inner.next();
    entry.set(inner.key());
    return true;
  }

  private byte[] step() {
    if (outer == null) {
      outer = index.cursor(low, high, isReverse);
    }
    return outer != null && outer.next() ? outer.key() : null;
  }

  @Override
  public String id() {
    return entry.id();
  }

  @Override
  public boolean hasElementsFrom(int field) {
    return entry.hasElementsFrom(field);
  }

  @Override
  public Value value(int field) {
    return entry.value(field);
  }

  @Override
  public boolean startsGroup(int fields) {
    return startsGroup;
  }

  @Override
  public void close() {
    if (outer != null) {
      outer.close();
    }
    if (inner != null) {
      inner.close();
    }
  }
}
