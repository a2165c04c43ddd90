package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.LiveRanges;
import java.util.List;
import java.util.Set;

/** What a session needs of the replica it belongs to. */
public interface SyncHost {
  LogId logId();

  CommitLog log();

  boolean isLive(CommitKey key);

  long liveCount();

  /** 32 bytes. */
  byte[] stateHash();

  /** The live commits as they are in the store. */
  LiveRanges liveRanges();

  /** How many commits are known here that must wait before they are merged. */
  int waitingCount();

  /** These commits, in the order of their keys: they need not be sent here again. */
  List<LiveRanges.Entry> waiting();

  Sha256 sha256();

  /**
   * Live commits in order of their keys: as many as fit in the limit, at least one if there are
   * any.
   *
   * @param from first key, inclusive; {@code null} for all from the start
   * @param to end, exclusive; {@code null} for all to the end
   * @param except left out
   */
  List<VerifiedCommit> liveIn(byte[] from, byte[] to, Set<CommitKey> except, int bytesMax);

  /** How far this replica has read another's log; {@code null} when it never did. */
  LogPosition readPosition(LogId log);

  /** Takes effect with the commits accepted before, in one write. */
  void setReadPosition(LogId log, LogPosition position);

  /** How many commits this replica remembers that it refused for good. */
  long refusals();

  boolean isRefused(CommitKey key);

  /** The newest of those by stamp. */
  List<CommitKey> newestRefusals(int max);

  /** Whether an accepted commit waits for a verdict, and is neither merged nor refused yet. */
  boolean isUndecided(CommitKey key);

  /**
   * Takes a commit from a peer: merges it, unless it is known, refuses it and remembers that, or
   * lets it wait.
   *
   * @return the reason, when the commit is dropped without being remembered; {@code null} otherwise
   */
  String accept(VerifiedCommit commit, PeerId peer);
}
