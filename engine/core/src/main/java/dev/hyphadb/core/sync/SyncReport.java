package dev.hyphadb.core.sync;

/**
 * How this replica and a peer came to hold the same: told once for each time that they did, from
 * the connection or the first sign of a difference on.
 *
 * @param way the costliest that either side took
 * @param commitsSent to the peer; those that it had already are among them
 * @param bytesSent frames as they travelled, whatever was in them
 */
public record SyncReport(
    PeerId peer,
    Way way,
    long commitsSent,
    long commitsReceived,
    long bytesSent,
    long bytesReceived) {
  /** How what was missing is found, the cheapest first (docs/protocol/sync.md). */
  public enum Way {
    /** Nothing was missing. */
    EQUAL,
    /** The log from where it was last read. */
    DELTA,
    /** Range reconciliation of the live commits. */
    RANGES,
    /** All live commits. */
    STREAM
  }
}
