package dev.hyphadb.simulation;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.value.Octets;

/** The checkers of one peer, and when each has its turn. */
final class Watch {
  private final SimulatedPeer peer;
  private final StampsOnlyGrow stamps = new StampsOnlyGrow();
  private final AcknowledgedWritesSurvive acknowledged = new AcknowledgedWritesSurvive();
  private final ChangesAreTold changes = new ChangesAreTold();

  Watch(SimulatedPeer peer) {
    this.peer = peer;
  }

  /** The replica was opened over what the disk has. */
  void opened() {
    stamps.opened(peer);
    acknowledged.check(peer);
    changes.opened(peer);
    audit();
  }

  void flushed(Replica.Effects effects) {
    acknowledged.add(stamps.flushed(peer));
    changes.flushed(peer, effects.changedNodes());
  }

  /** The disk is another one now, or was set back: what was known of it does not hold any more. */
  void forget() {
    stamps.forget();
    acknowledged.forget();
  }

  /** Compares all that is stored and shown with what the received commits say. */
  void audit() {
    if (!peer.isUp() || !peer.isHonest() || peer.hasUnflushed()) {
      return;
    }
    NaiveReplay replay = NaiveReplay.of(peer.disk().received().values());
    SameCommitsSameState.check(peer, replay);
    LiveSetRecount.check(peer, replay);
    AtomicCommits.check(peer);
    changes.check(peer);
    HostileBytesOnlyRejected.check(peer);
  }

  /** The first bytes of the state hash, for the trace. */
  long stateHashStart() {
    return Octets.longAt(peer.replica().status().stateHash(), 0);
  }
}
