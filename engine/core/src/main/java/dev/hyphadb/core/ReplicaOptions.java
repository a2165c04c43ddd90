package dev.hyphadb.core;

/**
 * @param logEntriesMax how many of the newest commits the log keeps, for peers that were away
 *     ({@code oplogSize})
 * @param clockDriftMillisMax how far ahead of this peer's clock a commit may be; others wait until
 *     their time has come
 */
public record ReplicaOptions(long logEntriesMax, long clockDriftMillisMax) {
  public static final ReplicaOptions DEFAULTS = new ReplicaOptions(10_000, 2 * 60 * 60 * 1000L);

  public ReplicaOptions {
    if (logEntriesMax < 1 || clockDriftMillisMax < 0) {
      throw new IllegalArgumentException(
          "the log keeps at least 1 entry, and drift is not negative");
    }
  }
}
