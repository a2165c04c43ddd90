package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.sync.range.RangeSet;
import dev.hyphadb.core.value.Fields;
import java.util.List;

/** What a session needs of the replica it belongs to. */
public interface SyncHost extends Offer {
  LogId logId();

  CommitLog log();

  /** The live commits as they are in the store. */
  LiveRanges liveRanges();

  /** How many commits are known here that must wait before they are merged. */
  int waitingCount();

  /** These commits, in the order of their keys: they need not be sent here again. */
  List<LiveRanges.Entry> waiting();

  Sha256 sha256();

  @Override
  default RangeSet liveSet() {
    return new LiveRangeSet(liveRanges(), waiting());
  }

  /** The whole id of a live commit; {@code null} when the commit is not live. */
  CommitId liveId(CommitKey key);

  /** What is durable. */
  GraphReader graph();

  /** The part that this replica wants; {@code null} for everything. */
  Scope scope();

  /** The names of this replica's resolvers by field. */
  Fields resolvers();

  /** How far this replica has read another's log; {@code null} when it never did. */
  LogPosition readPosition(LogId log);

  /** Takes effect with the commits accepted before, in one write. */
  void setReadPosition(LogId log, LogPosition position);

  /** How many commits this replica remembers that it refused for good. */
  long refusals();

  boolean isRefused(CommitKey key);

  /** The newest of those by stamp. */
  List<CommitKey> newestRefusals(int max);

  /**
   * How many commits were taken in and dropped without being remembered, since the replica was
   * opened: whoever sent one may have to send it again.
   */
  long forgotten();

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
