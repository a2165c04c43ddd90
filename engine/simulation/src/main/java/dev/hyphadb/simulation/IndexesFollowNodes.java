package dev.hyphadb.simulation;

import dev.hyphadb.core.index.IndexCheck;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexWriter;
import dev.hyphadb.core.store.Findings;

/**
 * The entries of indexes are those that the stored nodes make, whatever was merged, taken back or
 * lost in a crash, finished indexes and those being built alike.
 */
final class IndexesFollowNodes {
  private static final String INVARIANT = "indexes follow the nodes";

  private IndexesFollowNodes() {}

  /** Every other peer keeps some. */
  static void declare(SimulatedPeer peer, IndexWriter indexes) {
    if (peer.number() % 2 == 1) {
      indexes.create(IndexDefinition.ordered("f1"), false);
      indexes.create(IndexDefinition.ordered("f0", "f2"), false);
      indexes.create(IndexDefinition.words(), false);
    }
  }

  static void check(SimulatedPeer peer) {
    Findings findings = new Findings(1);
    IndexCheck.run(peer.store(), findings);
    if (findings.count() > 0) {
      throw new InvariantViolation(
          INVARIANT, "peer " + peer.number() + ": " + findings.list().get(0));
    }
  }
}
