package dev.hyphadb.core;

import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.sync.LogAge;

/**
 * @param logEntriesMax how many of the newest commits the log keeps, for peers that were away
 *     ({@code oplogSize})
 * @param logMillisMax how long it keeps them, give or take a sixteenth; {@link LogAge#UNLIMITED}
 *     for any time. Overwritten and removed commits are stored as long as the log has them
 * @param clockDriftMillisMax how far ahead of this peer's clock a commit may be; others wait until
 *     their time has come
 * @param resolvers of the fields where not simply the last writer wins: the same on all peers
 */
public record ReplicaOptions(
    long logEntriesMax, long logMillisMax, long clockDriftMillisMax, Resolvers resolvers) {
  public static final ReplicaOptions DEFAULTS = new ReplicaOptions(10_000, 2 * 60 * 60 * 1000L);

  public ReplicaOptions {
    if (logEntriesMax < 1 || logMillisMax < 1 || clockDriftMillisMax < 0) {
      throw new IllegalArgumentException(
          "the log keeps at least 1 entry for 1 ms, and drift is not negative");
    }
  }

  /** Where the last writer wins every field, and the log's entries may become old. */
  public ReplicaOptions(long logEntriesMax, long clockDriftMillisMax) {
    this(logEntriesMax, LogAge.UNLIMITED, clockDriftMillisMax, Resolvers.NONE);
  }

  public ReplicaOptions withLogMillisMax(long millis) {
    return new ReplicaOptions(logEntriesMax, millis, clockDriftMillisMax, resolvers);
  }

  public ReplicaOptions withResolvers(Resolvers others) {
    return new ReplicaOptions(logEntriesMax, logMillisMax, clockDriftMillisMax, others);
  }
}
