package dev.hyphadb.core.sync;

/**
 * How long a session waits for what its peer owes it. A peer that owes something and goes on owing
 * it is out of step, whatever the reason: then both start over. In order that a peer which is
 * merely slow is not asked to do all again and again, each time takes twice as long.
 */
final class Patience {
  private static final long TICK_MILLIS = 30_000;
  private static final int DOUBLINGS_MAX = 10;

  /** A clock that was set, or a machine that slept, is one of them at most. */
  private static final int TICKS_MAX = 4;

  private int doublings;
  private final Deadline tick = new Deadline();
  private int ticks;

  /**
   * @param doublings how often this peer was found out of step since all was well
   */
  Patience(int doublings) {
    this.doublings = Math.min(doublings, DOUBLINGS_MAX);
  }

  /** The peer did some of what it owes. */
  void step() {
    ticks = 0;
  }

  void pump(boolean isOwed, long nowMillis) {
    if (!isOwed) {
      doublings = 0;
      ticks = 0;
      tick.clear();
    } else if (!tick.isSet()) {
      tick.set(nowMillis, TICK_MILLIS << doublings);
    } else if (tick.hasCome(nowMillis)) {
      tick.set(nowMillis, TICK_MILLIS << doublings);
      ticks++;
    }
  }

  boolean isOver() {
    return ticks >= TICKS_MAX;
  }

  /** For the session after this one. */
  Patience doubled() {
    return new Patience(doublings + 1);
  }

  long deadlineMillis() {
    return tick.millis();
  }
}
