package dev.hyphadb.core.signal;

/**
 * How well one relay serves: whether it may be used now, and a score to compare it with others.
 * Times are milliseconds of one monotonic clock, passed in. Of one owner at a time.
 */
public final class RelayHealth {
  private static final long PAUSE_MILLIS = 1_000;
  private static final long REFUSAL_PAUSE_MILLIS = 60_000;
  private static final long PAUSE_MILLIS_MAX = 600_000;
  private static final int DOUBLINGS_MAX = 16;

  /**
   * The machine-readable prefixes (NIP-01) by which a relay says that asking again soon is of no
   * use.
   */
  public enum Refusal {
    PROOF_OF_WORK("pow:"),
    AUTHENTICATION("auth-required:"),
    RESTRICTED("restricted:"),
    RATE_LIMITED("rate-limited:"),
    BLOCKED("blocked:");

    private final String prefix;

    Refusal(String prefix) {
      this.prefix = prefix;
    }

    /** The refusal that a relay's message begins with, or null for another kind of message. */
    public static Refusal of(String message) {
      for (Refusal refusal : values()) {
        if (message.startsWith(refusal.prefix)) {
          return refusal;
        }
      }
      return null;
    }
  }

  private int failures;
  private int refusals;
  private long answerMillis;
  private long restUntilMillis = Long.MIN_VALUE;

  /** The relay accepted or delivered something this long after it was asked: it works. */
  public void answered(long millis) {
    failures = 0;
    refusals = 0;
    answerMillis = answerMillis == 0 ? millis : (3 * answerMillis + millis) / 4;
  }

  /** The connection failed, ended, or brought no answer in time: rest for 1 s, 2 s, … 10 min. */
  public void failed(long nowMillis) {
    rest(PAUSE_MILLIS << Math.min(failures, DOUBLINGS_MAX), nowMillis);
    failures++;
  }

  /**
   * The relay refused: rest for 1 min, 2 min, … 10 min; when it only limits the rate, as if it had
   * failed.
   */
  public void refused(Refusal refusal, long nowMillis) {
    if (refusal == Refusal.RATE_LIMITED) {
      failed(nowMillis);
    } else {
      rest(REFUSAL_PAUSE_MILLIS << Math.min(refusals, DOUBLINGS_MAX), nowMillis);
      refusals++;
    }
  }

  private void rest(long pauseMillis, long nowMillis) {
    restUntilMillis =
        Math.max(restUntilMillis, nowMillis + Math.min(pauseMillis, PAUSE_MILLIS_MAX));
  }

  /** Until when the relay is left alone. */
  public long restUntilMillis() {
    return restUntilMillis;
  }

  /** Whether it may be used. */
  public boolean isUsable(long nowMillis) {
    return nowMillis >= restUntilMillis;
  }

  /**
   * From 0, useless, to 1,000, quick and willing: halved by each failure in a row, quartered by
   * each refusal.
   */
  public int score() {
    long speed = 1_000 - Math.min(answerMillis, 5_000) / 10;
    return (int) (speed >> Math.min(failures + 2 * refusals, 10));
  }
}
