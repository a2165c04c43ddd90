package dev.hyphadb.core.sync.range;

import dev.hyphadb.core.value.Octets;
import java.util.Arrays;

/**
 * An element of a set that is reconciled; ordered by timestamp, then id.
 *
 * @param timestamp unsigned; not 2^64 - 1
 * @param id 32 bytes, not to be changed
 */
public record RangeItem(long timestamp, byte[] id) implements Comparable<RangeItem> {
  public static final int ID_LENGTH = 32;

  public RangeItem {
    if (id.length != ID_LENGTH || timestamp == -1) {
      throw new IllegalArgumentException("an item has an id of 32 bytes and a finite timestamp");
    }
  }

  @Override
  public int compareTo(RangeItem other) {
    int order = Long.compareUnsigned(timestamp, other.timestamp);
    return order != 0 ? order : Octets.compare(id, other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeItem item
        && timestamp == item.timestamp
        && Arrays.equals(id, item.id);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }
}
