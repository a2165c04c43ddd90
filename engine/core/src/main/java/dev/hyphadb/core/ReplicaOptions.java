package dev.hyphadb.core;

import dev.hyphadb.core.graph.Resolvers;

/**
 * @param logEntriesMax how many of the newest commits the log keeps, for peers that were away
 *     ({@code oplogSize})
 * @param clockDriftMillisMax how far ahead of this peer's clock a commit may be; others wait until
 *     their time has come
 * @param resolvers of the fields where not simply the last writer wins: the same on all peers
 */
public record ReplicaOptions(long logEntriesMax, long clockDriftMillisMax, Resolvers resolvers) {
  public static final ReplicaOptions DEFAULTS = new ReplicaOptions(10_000, 2 * 60 * 60 * 1000L);

  public ReplicaOptions {
    if (logEntriesMax < 1 || clockDriftMillisMax < 0) {
      throw new IllegalArgumentException(
          "the log keeps at least 1 entry, and drift is not negative");
    }
  }

  /** Where the last writer wins every field. */
  public ReplicaOptions(long logEntriesMax, long clockDriftMillisMax) {
    this(logEntriesMax, clockDriftMillisMax, Resolvers.NONE);
  }
}
