package dev.hyphadb.simulation;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import java.util.Map;
import java.util.Set;

/**
 * DESIGN.md section 10, number 6: what peers send is accepted or rejected with one of a few known
 * reasons; peers that only say what the engine told them to say are not rejected at all; and what a
 * peer remembers of others is bounded. (That nothing is thrown is seen by {@link SimulatedPeer},
 * what is on the way by {@link Connection}.)
 */
final class HostileBytesOnlyRejected {
  private static final String INVARIANT =
      "bytes from outside are accepted or rejected for a reason";

  private static final Set<String> REASONS =
      Set.of(
          "unknown-peer",
          "unexpected-message",
          "malformed-message",
          "malformed-ranges",
          "malformed-frame",
          "oversized-message",
          "unknown-version",
          "unexpected-signature",
          "unsigned",
          "bad-signature",
          "bad-user-id",
          "malformed-grant",
          "history-closed",
          "quarantine-full",
          "middleware-unauthorised",
          "hello-again",
          "other-session",
          "out-of-step",
          "resolvers-differ");

  /**
   * Honest peers cause these when one of them had to open its replica again: it says Hello once
   * more, and gets what was on the way to the one before.
   */
  private static final Set<String> AFTER_WRITE_FAILURE = Set.of("hello-again", "other-session");

  /** Where nothing arrives from a peer for minutes, it is taken for one that is out of step. */
  private static final Set<String> AFTER_SILENCE =
      Set.of("out-of-step", "hello-again", "other-session");

  /** Who relays such a commit does not know better. */
  private static final Set<String> OF_THE_AUTHOR =
      Set.of("history-closed", "quarantine-full", "middleware-unauthorised");

  private static final int POSITIONS_MAX = 1_000;
  private static final int WAITING_MAX = 10_000;

  private HostileBytesOnlyRejected() {}

  static void check(SimulatedPeer peer) {
    Map<String, Long> counted = peer.replica().status().rejections();
    for (String reason : counted.keySet()) {
      if (!REASONS.contains(reason)) {
        fail(peer, "an unknown reason: " + reason);
      }
      boolean isExplained =
          peer.meetsHostilePeers()
              || peer.meetsUnreliableConnections()
              || peer.hasRoles() && OF_THE_AUTHOR.contains(reason)
              || peer.meetsReopenedPeers() && AFTER_WRITE_FAILURE.contains(reason)
              || peer.meetsSilence() && AFTER_SILENCE.contains(reason);
      if (!isExplained) {
        fail(peer, "honest peers were rejected: " + counted);
      }
    }
    requireAtMost(peer, Table.CURSOR, POSITIONS_MAX);
    requireAtMost(peer, Table.FUTURE, WAITING_MAX);
  }

  private static void requireAtMost(SimulatedPeer peer, Table table, int entriesMax) {
    int entries = 0;
    try (Store.Cursor cursor = peer.disk().scan(table, null, null)) {
      while (cursor.next()) {
        entries++;
      }
    }
    if (entries > entriesMax) {
      fail(peer, "it has " + entries + " entries in " + table);
    }
  }

  private static void fail(SimulatedPeer peer, String detail) {
    throw new InvariantViolation(INVARIANT, "peer " + peer.number() + ": " + detail);
  }
}
