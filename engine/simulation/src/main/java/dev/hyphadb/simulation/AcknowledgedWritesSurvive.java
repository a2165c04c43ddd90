package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitKey;
import java.util.ArrayList;
import java.util.List;

/**
 * DESIGN.md section 10, number 2: what was acknowledged is there after the process was killed. That
 * it also still has its effect is seen by {@link SameCommitsSameState}, for whatever the disk
 * holds.
 */
final class AcknowledgedWritesSurvive {
  private final List<CommitKey> acknowledged = new ArrayList<>();

  void add(List<CommitKey> keys) {
    acknowledged.addAll(keys);
  }

  /** A power cut or an old copy took back what had been acknowledged. */
  void forget() {
    acknowledged.clear();
  }

  void check(SimulatedPeer peer) {
    for (CommitKey key : acknowledged) {
      if (!peer.disk().received().containsKey(key)) {
        throw new InvariantViolation(
            "an acknowledged write survives", "peer " + peer.number() + " lost commit " + key);
      }
    }
  }
}
