package dev.hyphadb.service;

/**
 * A rate with a burst. Not safe for several threads; time is passed in, in nanoseconds of any
 * monotonic clock.
 */
public final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long filledNanos;

  public TokenBucket(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledNanos = nowNanos;
  }

  /** Takes one token; false when none is left. */
  public boolean tryTake(long nowNanos) {
    double elapsedSeconds = Math.max(0, nowNanos - filledNanos) / NANOS_PER_SECOND;
    tokens = Math.min(burst, tokens + elapsedSeconds * perSecond);
    filledNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
