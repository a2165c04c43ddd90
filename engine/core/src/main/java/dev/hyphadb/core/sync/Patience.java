package dev.hyphadb.core.sync;

/**
 * How long a session waits for what its peer owes it, before it does what makes a peer that is out
 * of step come back. Whoever is merely slow is not asked to do all again and again: each time it is
 * twice as long.
 */
final class Patience {
  /** A clock that was set, or a machine that slept, is one of them at most. */
  private static final int TICKS = 4;

  private static final int DOUBLINGS_MAX = 12;

  private final long millis;
  private final Deadline tick = new Deadline();
  private int ticks;
  private int doublings;

  /**
   * @param millis how long it is at first
   */
  Patience(long millis) {
    this(millis, 0);
  }

  private Patience(long millis, int doublings) {
    this.millis = millis;
    this.doublings = Math.min(doublings, DOUBLINGS_MAX);
  }

  /** The peer did some of what it owes. */
  void step() {
    ticks = 0;
  }

  void pump(boolean isOwed, long nowMillis) {
    boolean hasCome = tick.hasCome(nowMillis);
    if (!isOwed) {
      doublings = 0;
      ticks = 0;
      tick.clear();
    } else if (hasCome || !tick.isSet()) {
      ticks += hasCome ? 1 : 0;
      tick.set(nowMillis, (millis << doublings) / TICKS);
    }
  }

  boolean isOver() {
    return ticks >= TICKS;
  }

  /** What comes after this, which is over or no longer matters. */
  Patience next() {
    return new Patience(millis, isOver() ? doublings + 1 : doublings);
  }

  long deadlineMillis() {
    return tick.millis();
  }
}
