package dev.hyphadb.core.sync.range;

import dev.hyphadb.core.value.Octets;
import java.util.Arrays;

/**
 * Where one range ends and the next starts: before every item that is not less.
 *
 * @param timestamp unsigned; 2^64 - 1 stands for infinity, which is beyond every item
 * @param idPrefix at most 32 bytes, not to be changed; zeros follow
 */
public record RangeBound(long timestamp, byte[] idPrefix) implements Comparable<RangeBound> {
  private static final byte[] NO_BYTES = {};

  public static final RangeBound ZERO = new RangeBound(0, NO_BYTES);
  public static final RangeBound INFINITY = new RangeBound(-1, NO_BYTES);

  public RangeBound {
    if (idPrefix.length > RangeItem.ID_LENGTH) {
      throw new IllegalArgumentException("an id prefix has at most 32 bytes");
    }
  }

  /** The shortest bound between two neighbours. */
  static RangeBound between(RangeItem before, RangeItem after) {
    if (before.timestamp() != after.timestamp()) {
      return new RangeBound(after.timestamp(), NO_BYTES);
    }
    int shared = Arrays.mismatch(before.id(), after.id());
    return new RangeBound(after.timestamp(), Arrays.copyOf(after.id(), shared + 1));
  }

  boolean isInfinity() {
    return timestamp == -1;
  }

  /** Whether the item stands before this bound. */
  public boolean isAfter(RangeItem item) {
    int order = Long.compareUnsigned(item.timestamp(), timestamp);
    // An id is never a proper prefix of a bound's, which is padded with zeros: no id is below.
    return order != 0 ? order < 0 : Octets.compare(item.id(), idPrefix) < 0;
  }

  @Override
  public int compareTo(RangeBound other) {
    int order = Long.compareUnsigned(timestamp, other.timestamp);
    return order != 0 ? order : Octets.compare(padded(), other.padded());
  }

  private byte[] padded() {
    return Arrays.copyOf(idPrefix, RangeItem.ID_LENGTH);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeBound bound && compareTo(bound) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(timestamp);
  }
}
