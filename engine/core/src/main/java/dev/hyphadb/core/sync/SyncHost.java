package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.List;

/** What a session needs of the replica it belongs to. */
public interface SyncHost {
  LogId logId();

  CommitLog log();

  boolean isLive(CommitKey key);

  long liveCount();

  /** 32 bytes. */
  byte[] stateHash();

  /**
   * Live commits after a key, in order of their keys: as many as fit in the limit, at least one if
   * there are any.
   */
  List<VerifiedCommit> liveAfter(CommitKey after, int bytesMax);

  /** How far this replica has read another's log; {@code null} when it never did. */
  LogPosition readPosition(LogId log);

  /** Takes effect with the commits accepted before, in one write. */
  void setReadPosition(LogId log, LogPosition position);

  /**
   * Merges a commit from a peer, unless it is known or must wait.
   *
   * @return the reason, when the commit is refused for good; {@code null} otherwise
   */
  String accept(VerifiedCommit commit);
}
