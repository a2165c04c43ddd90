package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which commits the two sides of a session have refused for good, as far as they told each other:
 * what the peer refused is not sent to it again.
 */
final class RefusedKeys {
  /** Keys that a session remembers of its peer; others may be sent again. */
  private static final int REFUSED_BY_PEER_MAX = 10_000;

  private static final int DECLARED_MAX = 1_024;

  private final SyncHost host;
  private final NavigableSet<CommitKey> refusedByPeer = new TreeSet<>();
  private List<CommitKey> untold = new ArrayList<>();
  private boolean hasDeclared;
  private long peerCount;

  RefusedKeys(SyncHost host) {
    this.host = host;
  }

  /** What the peer has refused: not to be sent. */
  NavigableSet<CommitKey> ofPeer() {
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
    peerCount = refusals;
  }

  /** Whether a side has refused something, so that state hashes may differ for good. */
  boolean areThere() {
    return host.refusals() > 0 || peerCount > 0 || !refusedByPeer.isEmpty();
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
}
