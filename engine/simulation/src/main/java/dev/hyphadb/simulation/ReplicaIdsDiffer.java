package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.ReplicaId;
import java.util.HashMap;
import java.util.Map;

/**
 * One replica id, one history: when all have written something and heard of it, no two peers go on
 * under one id, whatever store was copied from whom.
 */
final class ReplicaIdsDiffer {
  private ReplicaIdsDiffer() {}

  static void check(World world) {
    if (world.accounts() != null || world.options().partialPercent() > 0) {
      // Who may not write does not, and who holds a part does not hear of all that is written: then
      // nothing shows that two have one id.
      return;
    }
    Map<ReplicaId, SimulatedPeer> owners = new HashMap<>();
    for (SimulatedPeer peer : world.honestPeers()) {
      SimulatedPeer other = owners.put(peer.replica().status().replica(), peer);
      if (other != null) {
        throw new InvariantViolation(
            "no two instances write under one replica id",
            "peers " + other.number() + " and " + peer.number() + " do");
      }
    }
  }
}
