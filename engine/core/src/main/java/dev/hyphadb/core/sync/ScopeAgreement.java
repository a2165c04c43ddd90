package dev.hyphadb.core.sync;

/**
 * When a session is done in which a side wants a part: the sets of the two differ for good, so
 * hashes say nothing. Instead each side tells whether it has given everything that it has for the
 * other, which it alone can know: once both have gone through everything, by ranges or a stream,
 * whatever is added is sent. The side that gets it knows whether it lost something of that.
 *
 * @see ScopeOffer
 */
final class ScopeAgreement {
  private final boolean wantsPart;
  private boolean isOn;
  private boolean isThrough;
  private boolean isStartDue;
  private boolean hasLost;
  private boolean isTooLarge;

  /**
   * @param own what this side wants; {@code null} for everything
   */
  ScopeAgreement(Scope own) {
    this.wantsPart = own != null;
  }

  /**
   * @param peers what the peer wants; {@code null} for everything
   */
  void greeted(Scope peers) {
    isOn = wantsPart || peers != null;
  }

  /** Whether this side wants a part. */
  boolean wantsPart() {
    return wantsPart;
  }

  /** Whether a side, or both, want a part. */
  boolean isOn() {
    return isOn;
  }

  /** An exchange begins that goes through everything: what was lost will be found. */
  void exchangeBegins() {
    hasLost = false;
    isStartDue = false;
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
    return isStartDue;
  }

  /** Whether the peer was sent everything, as soon as nothing is left to send. */
  boolean hasGiven() {
    return isThrough && !isStartDue;
  }

  /** A commit of the peer was dropped, and not remembered as refused. */
  void lost() {
    hasLost = true;
  }

  boolean hasLost() {
    return hasLost;
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
    return !hasLost && !isTooLarge;
  }
}
