package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * DESIGN.md section 10, number 5: a replica's own commits form a chain whose numbers rise by one
 * and whose stamps grow; it ends, and another begins, where somebody else wrote under the id. (That
 * no stamp is changed is seen by {@link History}.)
 */
final class StampsOnlyGrow {
  private static final String INVARIANT = "a replica's own stamps only grow";

  private ReplicaId replica;
  private long seq;
  private long hlc;
  private CommitId last;
  private CommitKey lastKey;

  void opened(SimulatedPeer peer) {
    StoredReplica stored = StoredReplica.read(peer.disk());
    if (stored == null || replica == null) {
      replica = peer.replica().status().replica();
      seq = stored == null ? 0 : stored.seq();
      hlc = stored == null ? 0 : stored.hlc();
      last = stored == null ? null : stored.lastCommit();
      lastKey = null;
      return;
    }
    // A process that died after its last write had no time to tell what it wrote.
    follow(peer, stored);
  }

  void forget() {
    replica = null;
  }

  /** Returns the replica's new commits, which may be acknowledged now. */
  List<CommitKey> flushed(SimulatedPeer peer) {
    StoredReplica stored = StoredReplica.read(peer.disk());
    return stored == null ? List.of() : follow(peer, stored);
  }

  private List<CommitKey> follow(SimulatedPeer peer, StoredReplica stored) {
    if (!stored.replica().equals(replica)) {
      beginAnew(peer, stored);
    }
    require(stored.hlc() >= hlc, peer, "the clock went back");
    require(stored.seq() >= seq, peer, "the number of the last commit went back");
    hlc = stored.hlc();
    if (stored.seq() == seq) {
      return List.of();
    }
    Map<CommitId, VerifiedCommit> written = new HashMap<>();
    for (VerifiedCommit commit : peer.disk().lastWritten()) {
      written.put(commit.id(), commit);
    }
    List<CommitKey> own = new ArrayList<>();
    CommitId id = stored.lastCommit();
    long expected = stored.seq();
    CommitKey later = null;
    while (expected > seq) {
      VerifiedCommit commit = written.get(id);
      require(commit != null, peer, "commit " + expected + " was not written with its number");
      require(commit.commit().seq() == expected, peer, "a number was left out or used twice");
      require(commit.commit().replica().equals(replica), peer, "a commit names another replica");
      require(later == null || later.compareTo(commit.key()) > 0, peer, "a stamp is not greater");
      later = commit.key();
      own.add(0, commit.key());
      id = commit.commit().prev();
      expected--;
    }
    require(last == null ? id == null : last.equals(id), peer, "the chain forked");
    require(lastKey == null || lastKey.compareTo(later) < 0, peer, "a stamp is not greater");
    seq = stored.seq();
    last = stored.lastCommit();
    lastKey = own.get(own.size() - 1);
    return own;
  }

  /** What was written last under the former id comes before, and is not looked at. */
  private void beginAnew(SimulatedPeer peer, StoredReplica stored) {
    require(peer.mayMeetItsOwnId(), peer, "the replica id changed without need");
    replica = stored.replica();
    seq = 0;
    last = null;
  }

  private static void require(boolean holds, SimulatedPeer peer, String otherwise) {
    if (!holds) {
      throw new InvariantViolation(INVARIANT, "peer " + peer.number() + ": " + otherwise);
    }
  }
}
