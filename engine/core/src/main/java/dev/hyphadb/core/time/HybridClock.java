package dev.hyphadb.core.time;

/**
 * Makes the timestamps of one replica: each is greater than every one it made or observed before,
 * and as close to the wall clock as that allows, whatever the wall clock does.
 *
 * <p>Timestamps are in packed form ({@link Timestamp#packed()}); the counter overflows into the
 * next millisecond.
 */
public final class HybridClock {
  private long latest;

  /**
   * @param latest the greatest timestamp, packed, that the replica made or observed before it was
   *     last closed; 0 for a new replica
   */
  public HybridClock(long latest) {
    this.latest = latest;
  }

  /** Returns a timestamp for an event that happens now. */
  public long next(long nowMillis) {
    long wall = new Timestamp(nowMillis, 0).packed();
    latest = Math.max(wall, latest + 1);
    return latest;
  }

  /**
   * Takes notice of a timestamp made elsewhere, so that everything made here afterwards is greater.
   */
  public void observe(long timestamp) {
    latest = Math.max(latest, timestamp);
  }

  /** The greatest timestamp made or observed so far. */
  public long latest() {
    return latest;
  }
}
