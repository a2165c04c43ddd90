package dev.hyphadb.core.time;

/**
 * A reading of a hybrid logical clock: wall-clock milliseconds since 1970 and a counter that orders
 * events within one millisecond (Kulkarni et al., "Logical Physical Clocks", 2014).
 *
 * @param physical milliseconds since 1970-01-01T00:00Z, 0 to 2^47 - 1
 * @param logical 0 to 65,535
 */
public record Timestamp(long physical, int logical) implements Comparable<Timestamp> {
  static final int LOGICAL_BITS = 16;
  static final int LOGICAL_MAX = (1 << LOGICAL_BITS) - 1;
  static final long PHYSICAL_MAX = (1L << 47) - 1;

  public static final Timestamp ZERO = new Timestamp(0, 0);

  public Timestamp {
    if (physical < 0 || physical > PHYSICAL_MAX || logical < 0 || logical > LOGICAL_MAX) {
      throw new IllegalArgumentException("timestamp out of range: " + physical + "." + logical);
    }
  }

  /** The timestamp that {@link #packed()} gave. */
  public static Timestamp unpack(long packed) {
    return new Timestamp(packed >>> LOGICAL_BITS, (int) (packed & LOGICAL_MAX));
  }

  /**
   * Both parts in one non-negative number that orders as timestamps do; the stored and transmitted
   * form.
   */
  public long packed() {
    return (physical << LOGICAL_BITS) | logical;
  }

  @Override
  public int compareTo(Timestamp other) {
    return Long.compare(packed(), other.packed());
  }

  @Override
  public String toString() {
    return physical + "." + logical;
  }
}
