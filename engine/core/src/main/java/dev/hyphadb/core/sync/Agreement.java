package dev.hyphadb.core.sync;

/**
 * When a session is done although state hashes differ for good, because a side wants a part or
 * refuses commits, or the sides resolve conflicts by other rules. Then no hash is compared: each
 * side tells whether it has given everything that it has for the other, which it alone can know.
 * Once both have gone through everything, by an exchange of ranges, by a stream, or because hashes
 * were equal, whatever is added is sent. The side that gets it knows whether it lost something of
 * that.
 *
 * @see ScopeOffer
 */
final class Agreement {
  private final SyncHost host;
  private final RefusedKeys refused;
  private final boolean wantsPart;
  private boolean isPart;
  private boolean resolversDiffer;

  /** Whether everything that was there at some moment since the log was left was given. */
  private boolean isThrough;

  private boolean isStartDue;
  private boolean hasLost;

  /** What the replica had forgotten when everything was last gone through. */
  private long forgottenSeen;

  private boolean isTooLarge;

  /**
   * @param own what this side wants; {@code null} for everything
   */
  Agreement(SyncHost host, RefusedKeys refused, Scope own) {
    this.host = host;
    this.refused = refused;
    this.wantsPart = own != null;
    this.forgottenSeen = host.forgotten();
  }

  /**
   * @param peers what the peer wants; {@code null} for everything
   * @param hasOtherResolvers whether other commits may stay live there
   */
  void greeted(Scope peers, boolean hasOtherResolvers) {
    isPart = wantsPart || peers != null;
    resolversDiffer = hasOtherResolvers;
  }

  /** Whether this side wants a part. */
  boolean wantsPart() {
    return wantsPart;
  }

  /** Whether a side, or both, want a part. */
  boolean isPart() {
    return isPart;
  }

  /** Whether what the sides tell decides, and not what their hashes are. */
  boolean isOn() {
    return isPart || resolversDiffer || refused.areThere();
  }

  /** Both hold the same, whole. */
  void areEqual() {
    wentThrough();
    foundLost();
    isStartDue = false;
  }

  /** An exchange begins that goes through everything: what was lost will be found. */
  void exchangeBegins() {
    foundLost();
    isStartDue = false;
  }

  private void foundLost() {
    hasLost = false;
    forgottenSeen = host.forgotten();
  }

  /** Everything that there was here when that began was compared, or was streamed. */
  void wentThrough() {
    isThrough = true;
  }

  /**
   * What is new cannot be told any more from what the peer has.
   *
   * @param isUnderWay whether an exchange is, which began too early to find it
   */
  void leftLog(boolean isUnderWay) {
    isThrough = false;
    isStartDue = isUnderWay;
  }

  /** Whether another exchange has to follow the one that was under way. */
  boolean isStartDue() {
    return isOn() && isStartDue;
  }

  /** Whether the peer was sent everything, as soon as nothing is left to send. */
  boolean hasGiven() {
    return isThrough && !isStartDue;
  }

  /** Whether everything has to be gone through, both sides being at rest. */
  boolean isExchangeDue(boolean hasPeerGiven) {
    // Where a part is wanted, each side begins by going through everything.
    return hasLost() || !isPart && !(isThrough && hasPeerGiven);
  }

  /** A commit of the peer was dropped, and not remembered as refused. */
  void lost() {
    hasLost = true;
  }

  boolean hasLost() {
    return hasLost || forgottenSeen != host.forgotten();
  }

  /**
   * The peer cannot keep up with what this side wants.
   *
   * @throws RejectedException always, so that it is counted
   */
  void peerGaveUp() {
    isTooLarge = true;
    throw new RejectedException("scope-too-large", "the peer gives nothing of it");
  }

  /** Whether nothing is known to be missing. */
  boolean mayBeDone() {
    return !isTooLarge && !(isOn() && hasLost());
  }
}
