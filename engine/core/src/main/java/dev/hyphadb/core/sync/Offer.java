package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.List;
import java.util.Set;

/** The live commits that a side has for a peer: all, or those of the peer's scope. */
public interface Offer {
  boolean isLive(CommitKey key);

  long liveCount();

  /** 32 bytes: the sum of the ids, as a state hash is. */
  byte[] stateHash();

  /** The commits as items; worth nothing after the next write. */
  RangeSet liveSet();

  /**
   * Commits in order of their keys: as many as fit in the limit, at least one if there are any.
   *
   * @param from first key, inclusive; {@code null} for all from the start
   * @param to end, exclusive; {@code null} for all to the end
   * @param except left out
   */
  List<VerifiedCommit> liveIn(byte[] from, byte[] to, Set<CommitKey> except, int bytesMax);
}
