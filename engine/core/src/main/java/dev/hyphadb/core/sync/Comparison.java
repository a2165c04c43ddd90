package dev.hyphadb.core.sync;

import java.util.Arrays;

/**
 * What the two sides of a session say they hold, compared: whether this side lacks nothing, and
 * when it has to say what it holds or to ask.
 *
 * <p>It follows from what both can state at any moment, and rests on no single message. A side is
 * <em>settled</em> while it is at rest and holds what the peer stated last, or both agree about
 * what differs. A side that is not has a deadline, at which it asks once more, each time later as
 * long as nothing changes: whatever was missed costs a pause, and the answer decides.
 */
final class Comparison {
  private static final long STATUS_DELAY_MILLIS = 200;
  private static final long QUESTION_DELAY_MILLIS = 1_000;
  private static final long WAITING_DELAY_MILLIS = 600_000;
  private static final long QUESTION_DELAY_MILLIS_MAX = 24 * 3_600_000L;

  /** Without a pause; then one with each question that a deadline asks. */
  private static final int REPAIRS_MAX = 8;

  private static final long NOTHING_SAID = -1;

  private final SyncHost host;
  private final PeerId peer;
  private final Offering offer;
  private final Agreement agreement;
  private final ScopeAgreement parts;
  private final RangeExchange exchange;
  private final SyncTally tally;

  private long peerLiveCount;
  private long peerWaitingCount;
  private byte[] peerStateHash;

  private boolean isVerified;
  private boolean isProbing;
  private int repairs;

  /** Where the log had been sent to when this side last said what it holds. */
  private long saidSequence;

  private final Deadline status = new Deadline();
  private boolean isAnswerOwed;
  private boolean isAsking;
  private boolean isAnswerAwaited;

  private final Deadline question = new Deadline();
  private long questionDelayMillis = QUESTION_DELAY_MILLIS;

  /** What both held when this was last looked at. */
  private byte[] seenStateHash;

  private byte[] seenPeerStateHash;

  Comparison(
      SyncHost host,
      PeerId peer,
      Offering offer,
      Agreement agreement,
      ScopeAgreement parts,
      RangeExchange exchange,
      SyncTally tally) {
    this.host = host;
    this.peer = peer;
    this.offer = offer;
    this.agreement = agreement;
    this.parts = parts;
    this.exchange = exchange;
    this.tally = tally;
  }

  /** What the peer holds, by its Hello or Status. */
  void stated(long liveCount, byte[] stateHash, long waitingCount, long refusals) {
    peerLiveCount = liveCount;
    peerStateHash = stateHash;
    peerWaitingCount = waitingCount;
    agreement.peerRemembers(refusals);
  }

  long peerLiveCount() {
    return peerLiveCount;
  }

  long peerWaitingCount() {
    return peerWaitingCount;
  }

  byte[] peerStateHash() {
    return peerStateHash;
  }

  /** Whether this replica is known to hold everything that the peer held when it last said so. */
  boolean isVerified() {
    return isVerified && !isProbing && parts.mayBeDone();
  }

  /** Until the peer's answer fits, {@link #isVerified} is false. */
  void probe() {
    isProbing = true;
    repairs = 0;
    ask();
  }

  /** Asks what the peer holds as soon as the log is sent. */
  void ask() {
    isAsking = true;
    isAnswerOwed = true;
  }

  /** Says what is held, soon after the next rest. */
  void sayAgain() {
    saidSequence = NOTHING_SAID;
  }

  /** Both hold the same, or lack nothing of each other. */
  void settle() {
    if (!isVerified) {
      isVerified = true;
      tally.finish(peer);
    }
    repairs = 0;
    exchange.reset();
  }

  private void doubt() {
    if (isVerified) {
      isVerified = false;
      tally.start();
    }
  }

  /**
   * The peer says what it holds.
   *
   * @param isAtRest whether the peer has durably got everything of this replica
   * @return whether this side has to find out what is missing
   */
  boolean heard(Message.Status message, boolean isAtRest) {
    stated(message.liveCount(), message.stateHash(), message.waitingCount(), message.refusals());
    isAnswerAwaited = false;
    isAnswerOwed |= message.isAnswerWanted();
    if (parts.isOn()) {
      return heardOfPart(message, isAtRest);
    }
    if (holdsWhatPeerStated() || isAtRest && isExplained(message)) {
      settle();
    }
    // Once equal, whatever came in order since then was merged: nothing the peer held is missing.
    isProbing &= !isVerified;
    if (holdsWhatPeerStated() || !isAtRest || agreement.isAgreed()) {
      return false;
    }
    return isToBeRepaired(message);
  }

  /** Everything is gone through: what was lost on the way will be found. */
  void exchangeBegins() {
    if (parts.hasLost()) {
      doubt();
    }
    parts.exchangeBegins();
  }

  /** Where a side wants a part, what the peer says decides; what was lost on the way does too. */
  private boolean heardOfPart(Message.Status message, boolean isAtRest) {
    if (message.isAgreed() && !exchange.isActive() && !parts.hasLost()) {
      settle();
      isProbing = false;
    }
    return parts.hasLost() && isAtRest && isToBeRepaired(message);
  }

  private boolean isToBeRepaired(Message.Status message) {
    doubt();
    // Who has asked decides; two who set out to repair at once are in each other's way.
    if (message.isAnswerWanted() || repairs == REPAIRS_MAX) {
      return false;
    }
    repairs++;
    return true;
  }

  /** Whether what still differs is what a side has refused. */
  private boolean isExplained(Message.Status message) {
    boolean wasAgreed = agreement.isAgreed();
    boolean isAgreed = agreement.explains(message);
    if (isAgreed && !wasAgreed) {
      // The peer shall hear of it.
      sayAgain();
    }
    return isAgreed;
  }

  private boolean holdsWhatPeerStated() {
    return peerLiveCount == offer.liveCount() && Arrays.equals(peerStateHash, offer.stateHash());
  }

  /** Notes what has come true, or to its time. */
  void pump(boolean isAtRest, long nowMillis) {
    boolean holds = parts.isOn() ? !parts.hasLost() : holdsWhatPeerStated();
    if (!isVerified && holds && !parts.isOn()) {
      // What the peer said before came true here by what others sent, or by time passing.
      settle();
    }
    if (!isAtRest) {
      question.clear();
    } else if (isVerified() && (holds || agreement.isAgreed())) {
      question.clear();
      questionDelayMillis = QUESTION_DELAY_MILLIS;
    } else {
      pumpQuestion(nowMillis);
    }
  }

  private void pumpQuestion(long nowMillis) {
    if (isChanged()) {
      // While commits wait for their time, each that is merged changes something and decides
      // little.
      boolean isWaiting = host.waitingCount() > 0 || peerWaitingCount > 0;
      long delayMillis = isWaiting ? WAITING_DELAY_MILLIS : QUESTION_DELAY_MILLIS;
      questionDelayMillis = Math.min(questionDelayMillis, delayMillis);
      question.setIfSooner(nowMillis, questionDelayMillis);
    } else if (!question.isSet()) {
      question.set(nowMillis, questionDelayMillis);
    } else if (question.hasCome(nowMillis)) {
      questionDelayMillis = Math.min(2 * questionDelayMillis, QUESTION_DELAY_MILLIS_MAX);
      question.set(nowMillis, questionDelayMillis);
      repairs = Math.min(repairs, REPAIRS_MAX - 1);
      ask();
    }
  }

  /** Whether the next answer may come to something else than the one before. */
  private boolean isChanged() {
    boolean isChanged =
        !Arrays.equals(seenStateHash, offer.stateHash())
            || !Arrays.equals(seenPeerStateHash, peerStateHash);
    seenStateHash = offer.stateHash();
    seenPeerStateHash = peerStateHash;
    return isChanged;
  }

  /**
   * The Status that is due, the log being sent; {@code null} for none.
   *
   * @param sentSequence where the log has been sent to
   */
  Message.Status poll(boolean isAtRest, long sentSequence, long nowMillis) {
    if (!isAtRest) {
      status.clear();
    } else if (saidSequence != sentSequence && !status.isSet()) {
      status.set(nowMillis, STATUS_DELAY_MILLIS);
    }
    if (!isAnswerOwed && !status.hasCome(nowMillis)) {
      return null;
    }
    // One question at a time: a slow line would carry ever more of them, and their answers.
    boolean isAnswerWanted = isAsking || !isAnswerOwed && !isVerified && !isAnswerAwaited;
    isAnswerAwaited |= isAnswerWanted;
    isAsking = false;
    isAnswerOwed = false;
    status.clear();
    saidSequence = sentSequence;
    return new Message.Status(
        host.log().end(),
        offer.liveCount(),
        offer.stateHash(),
        host.refusals(),
        host.waitingCount(),
        parts.isOn() ? hasGiven() : agreement.isAgreed(),
        isAnswerWanted);
  }

  /** Whether the peer has everything that this side has for it, nothing being left to send. */
  private boolean hasGiven() {
    return parts.hasGiven() && !exchange.isActive() && !offer.isTooLarge();
  }

  /** When {@link #pump} or {@link #poll} have something to do. */
  long deadlineMillis() {
    return Math.min(status.millis(), question.millis());
  }
}
