package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.StateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a session knows of refused commits, and when it is done although state hashes differ.
 *
 * <p>What one side refused lives on at the other, and what it would have overwritten lives on here:
 * the hashes cannot be made to fit. Instead the sides go through everything once. If that leaves
 * the difference of the hashes as it was, neither has anything that the other would take. From then
 * on each follows the other's log, in which nothing is missing.
 */
final class Agreement {
  /** Keys that a session remembers of its peer; others may be sent again. */
  private static final int REFUSED_BY_PEER_MAX = 10_000;

  private static final int DECLARED_MAX = 1_024;

  private final SyncHost host;
  private final Offering offer;
  private final NavigableSet<CommitKey> refusedByPeer = new TreeSet<>();
  private List<CommitKey> untold = new ArrayList<>();
  private boolean hasDeclared;
  private long peerRefusals;
  private boolean isAgreed;

  /** When going through everything began; {@code null} when it did not, or was broken off. */
  private StateHash differenceBefore;

  private boolean hasGoneThrough;

  Agreement(SyncHost host, Offering offer) {
    this.host = host;
    this.offer = offer;
  }

  /** What the peer has refused: not to be sent. */
  NavigableSet<CommitKey> refusedByPeer() {
    return refusedByPeer;
  }

  void peerRefused(List<CommitKey> keys) {
    for (CommitKey key : keys) {
      if (refusedByPeer.size() < REFUSED_BY_PEER_MAX) {
        refusedByPeer.add(key);
      }
    }
  }

  void peerRemembers(long refusals) {
    peerRefusals = refusals;
  }

  /** Whether hashes may differ for good. */
  boolean mayDiffer() {
    return host.refusals() > 0 || peerRefusals > 0 || host.scope() != null || offer.isPart();
  }

  /** The peer is to hear that this commit is refused here. */
  void tell(CommitKey refused) {
    untold.add(refused);
  }

  /** The peer is about to learn what it lacks: it hears what is refused, once. */
  void declare() {
    if (!hasDeclared && host.refusals() > 0) {
      hasDeclared = true;
      untold.addAll(host.newestRefusals(DECLARED_MAX));
    }
  }

  /** As many as fit in a message; empty when the peer knows all. */
  List<CommitKey> takeUntold() {
    List<CommitKey> taken =
        List.copyOf(untold.subList(0, Math.min(untold.size(), MessageCodec.REFUSED_MAX)));
    untold = new ArrayList<>(untold.subList(taken.size(), untold.size()));
    return taken;
  }

  /** This side begins to go through everything, both being at rest. */
  void goingThrough(byte[] peerStateHash) {
    differenceBefore = difference(peerStateHash);
    hasGoneThrough = false;
  }

  void goneThrough() {
    hasGoneThrough = true;
  }

  /**
   * An exchange begins, because a log was cut or of the hashes: what was agreed holds no more. It
   * takes the place of this side's, unless that had come to its end.
   */
  void exchangeBegins() {
    isAgreed = false;
    if (!hasGoneThrough) {
      differenceBefore = null;
    }
  }

  /** Whether all is done, this side being at rest and the peer having said so much. */
  boolean explains(Message.Status status) {
    isAgreed |=
        status.isAgreed()
            || hasGoneThrough && difference(status.stateHash()).equals(differenceBefore);
    return isAgreed();
  }

  boolean isAgreed() {
    return isAgreed && mayDiffer();
  }

  /** Something was dropped without being remembered as refused. */
  void doubt() {
    isAgreed = false;
  }

  private StateHash difference(byte[] peerStateHash) {
    StateHash difference = new StateHash(peerStateHash);
    difference.subtract(new StateHash(offer.stateHash()));
    return difference;
  }
}
