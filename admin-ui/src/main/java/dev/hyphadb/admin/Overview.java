package dev.hyphadb.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the page shows: the result of one round of questions.
 *
 * @param takenAt when the round ended; null before the first one
 */
public record Overview(
    Instant takenAt,
    long refreshMillis,
    List<Service> services,
    List<Database> databases,
    List<Peer> peers) {

  /** {@code DEGRADED}: it answers and says that it is not ready. */
  public enum State {
    UP,
    DEGRADED,
    DOWN
  }

  /**
   * One watched service.
   *
   * @param detail what is wrong, as a sentence; empty when nothing is
   * @param figures the numbers and words of its status, in its own order
   */
  public record Service(
      String kind,
      String url,
      State state,
      long latencyMillis,
      String detail,
      List<Check> checks,
      Map<String, Object> figures) {}

  public record Check(String name, boolean up) {}

  /**
   * A database as the nodes together hold it.
   *
   * @param converged whether every replica reports the same state hash
   */
  public record Database(String name, boolean converged, List<Replica> replicas) {}

  /** One node's copy. */
  public record Replica(
      String url, long nodes, long liveCommits, String stateHash, boolean synced, int peers) {}

  /** A participant that at least one node sees, or a node itself ({@code self}). */
  public record Peer(
      String id, String kind, boolean self, List<String> databases, List<String> seenBy) {}
}
