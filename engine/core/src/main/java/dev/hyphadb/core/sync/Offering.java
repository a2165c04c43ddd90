package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a session has for its peer: everything, until the peer says that it wants a part. */
final class Offering implements Offer {
  private final SyncHost host;

  /** {@code null} for everything. */
  private ScopeOffer part;

  private boolean isTooLargeTold;

  Offering(SyncHost host) {
    this.host = host;
  }

  void narrow(Scope scope) {
    part = new ScopeOffer(host, scope);
  }

  boolean isPart() {
    return part != null;
  }

  /** Whether it is known what there is; before, nothing can be said or sent. */
  boolean isReady() {
    return part == null || part.isReady();
  }

  /** Whether it turned out to be too much since the last call: the peer is to be told. */
  boolean takeTooLarge() {
    boolean isNew = part != null && part.isTooLarge() && !isTooLargeTold;
    isTooLargeTold |= isNew;
    return isNew;
  }

  /** Follows the graph, whose changed nodes are in the store as they are now. */
  void follow(Collection<String> changed, long nowMillis) {
    if (part != null) {
      part.changed(changed, nowMillis);
      part.prepare(nowMillis);
    }
  }

  /** See {@link ScopeOffer#heldByPeer}. */
  void heldByPeer(VerifiedCommit commit) {
    if (part != null) {
      part.heldByPeer(commit);
    }
  }

  List<VerifiedCommit> takeOwed(int bytesMax) {
    return part == null ? List.of() : part.takeOwed(bytesMax);
  }

  boolean owes() {
    return part != null && part.owes();
  }

  void logSent() {
    if (part != null) {
      part.logSent();
    }
  }

  long deadlineMillis() {
    return part == null ? Long.MAX_VALUE : part.deadlineMillis();
  }

  private Offer current() {
    return part == null ? host : part;
  }

  @Override
  public boolean isLive(CommitKey key) {
    return current().isLive(key);
  }

  @Override
  public long liveCount() {
    return current().liveCount();
  }

  @Override
  public byte[] stateHash() {
    return current().stateHash();
  }

  @Override
  public RangeSet liveSet() {
    return current().liveSet();
  }

  @Override
  public List<VerifiedCommit> liveIn(byte[] from, byte[] to, Set<CommitKey> except, int bytesMax) {
    return current().liveIn(from, to, except, bytesMax);
  }
}
