package dev.hyphadb.core;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;

/**
 * What this replica writes: commits under one id, numbered without gaps, each naming the one
 * before. Takes another id when somebody else writes under this one.
 */
final class OwnChain {
  private final RandomBytes random;
  private ReplicaId replica;
  private long seq;
  private CommitId last;
  private ReplicaFork fork;

  /**
   * @param random makes a new id
   * @param seq number of the last commit, 0 when there is none
   * @param last its id; {@code null} when there is none
   */
  OwnChain(RandomBytes random, ReplicaId replica, long seq, CommitId last) {
    this.random = random;
    this.replica = replica;
    this.seq = seq;
    this.last = last;
  }

  ReplicaId replica() {
    return replica;
  }

  long seq() {
    return seq;
  }

  CommitId last() {
    return last;
  }

  /** A commit that continues the chain was made. */
  void append(CommitId commit) {
    seq++;
    last = commit;
  }

  /**
   * Sees a commit that is not known and came from a peer. One with a number that was not given yet
   * was made by another instance, or by this one in what a restored store has lost. Where both
   * stand at one number, the instance whose commit has the greater id gives way, so that one does.
   * An unknown commit with a lesser number says nothing: it may have been forgotten here.
   */
  void see(VerifiedCommit received) {
    Commit commit = received.commit();
    if (!commit.replica().equals(replica) || commit.seq() < seq) {
      return;
    }
    boolean givesWay =
        commit.seq() > seq || Octets.compare(last.bytes(), received.id().bytes()) > 0;
    if (givesWay) {
      ReplicaId former = replica;
      replica = new ReplicaId(random.next(ReplicaId.LENGTH));
      seq = 0;
      last = null;
      fork = new ReplicaFork(former, replica);
    }
  }

  /** What happened since the last call; {@code null} for nothing. */
  ReplicaFork takeFork() {
    ReplicaFork taken = fork;
    fork = null;
    return taken;
  }
}
