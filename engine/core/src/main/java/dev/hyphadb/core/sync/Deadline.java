package dev.hyphadb.core.sync;

/** When something is due by the wall clock, which may be set back meanwhile. */
final class Deadline {
  private long dueMillis = Long.MAX_VALUE;
  private long delayMillis;

  /** It is due after this delay, counted from now. */
  void set(long nowMillis, long delay) {
    delayMillis = delay;
    dueMillis = nowMillis + delay;
  }

  /** Like {@link #set}, unless it is due sooner. */
  void setIfSooner(long nowMillis, long delay) {
    if (nowMillis + delay < dueMillis) {
      set(nowMillis, delay);
    }
  }

  void clear() {
    dueMillis = Long.MAX_VALUE;
  }

  boolean isSet() {
    return dueMillis != Long.MAX_VALUE;
  }

  /** Whether it is due; it is as well when the clock was set back since. */
  boolean hasCome(long nowMillis) {
    return isSet() && (nowMillis >= dueMillis || dueMillis - nowMillis > delayMillis);
  }

  /** {@code Long.MAX_VALUE} for never. */
  long millis() {
    return dueMillis;
  }
}
