package dev.hyphadb.core.sync;

/**
 * How fast a peer may send commits: a minute's worth at once, and then as it comes in again. Who
 * has used it up is not read from until enough has come in.
 */
final class Pace {
  private static final long MINUTE_MILLIS = 60_000;

  private double left;
  private long filledMillis;

  Pace(long commitsPerMinute, long nowMillis) {
    left = (double) commitsPerMinute;
    filledMillis = nowMillis;
  }

  /** So many commits were read. */
  void used(int commits) {
    left -= commits;
  }

  /** Returns until when nothing is to be read; not later than now if it may be read at once. */
  long pausedUntilMillis(long commitsPerMinute, long nowMillis) {
    // A clock that was set back fills nothing.
    double filled = 1.0 * Math.max(0, nowMillis - filledMillis) * commitsPerMinute / MINUTE_MILLIS;
    left = Math.min((double) commitsPerMinute, left + filled);
    filledMillis = nowMillis;
    return left >= 0
        ? nowMillis
        : nowMillis + (long) Math.ceil(-left * MINUTE_MILLIS / commitsPerMinute);
  }
}
