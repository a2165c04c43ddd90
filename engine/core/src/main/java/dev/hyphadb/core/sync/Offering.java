package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

  boolean isTooLarge() {
    return part != null && part.isTooLarge();
  }

  /** Whether it turned out to be too much since the last call: the peer is to be told. */
  boolean takeTooLarge() {
    boolean isNew = isTooLarge() && !isTooLargeTold;
    isTooLargeTold |= isNew;
    return isNew;
  }

  /** Follows the graph, whose changed nodes are in the store as they are now. */
  void follow(Collection<String> changed, long nowMillis) {
    if (part != null) {
      part.follow(changed, nowMillis);
    }
  }

  /** See {@link ScopeOffer#heldByPeer}. */
  void heldByPeer(VerifiedCommit commit) {
    if (part != null) {
      part.heldByPeer(commit);
    }
  }

  /** See {@link ScopeOffer#takeOwed}. */
  List<VerifiedCommit> takeOwed(int bytesMax, Predicate<CommitKey> isHeld) {
    return part == null ? List.of() : part.takeOwed(bytesMax, isHeld);
  }

  boolean owes() {
    return part != null && part.owes();
  }

  /** No comparison is under way. */
  void forgetItems() {
    if (part != null) {
      part.forgetItems();
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
