package dev.hyphadb.simulation;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;
import java.util.Collection;

/** The checkers of one peer, and when each has its turn. */
final class Watch {
  private final SimulatedPeer peer;
  private final World world;
  private final StampsOnlyGrow stamps = new StampsOnlyGrow();
  private final AcknowledgedWritesSurvive acknowledged = new AcknowledgedWritesSurvive();
  private final ChangesAreTold changes = new ChangesAreTold();

  Watch(SimulatedPeer peer, World world) {
    this.peer = peer;
    this.world = world;
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
    NaiveReplay replay = world.accounts() == null ? replay() : replayOfWhatCounts();
    SameCommitsSameState.check(peer, replay);
    IndexesFollowNodes.check(peer);
    LiveSetRecount.check(peer, replay);
    AtomicCommits.check(peer);
    changes.check(peer);
    HostileBytesOnlyRejected.check(peer);
  }

  private NaiveReplay replay() {
    return NaiveReplay.of(peer.disk().received().values(), world.options().resolvers());
  }

  /** What was forgotten may have counted again: here only what is still held tells the state. */
  private NaiveReplay replayOfWhatCounts() {
    // What counts, but is before middleware, waits in the same table as what does not count.
    Collection<VerifiedCommit> held =
        (peer.decides() ? peer.disk().stored() : peer.disk().held()).values();
    NaiveVerdicts verdicts = NaiveVerdicts.of(held, world.accounts());
    OnlyAuthorisedCommitsCount.check(peer, held, verdicts, world.accounts(), world);
    return NaiveReplay.of(verdicts.counting(), world.options().resolvers(), verdicts.entries());
  }

  /** The first bytes of the state hash, for the trace. */
  long stateHashStart() {
    return Octets.longAt(peer.replica().status().stateHash(), 0);
  }
}
