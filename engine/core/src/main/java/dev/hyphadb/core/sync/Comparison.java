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
      RangeExchange exchange,
      SyncTally tally) {
    this.host = host;
    this.peer = peer;
    this.offer = offer;
    this.agreement = agreement;
    this.exchange = exchange;
    this.tally = tally;
  }

  /** What the peer holds, by its Hello or Status. */
  void stated(long liveCount, byte[] stateHash, long waitingCount) {
    peerLiveCount = liveCount;
    peerStateHash = stateHash;
    peerWaitingCount = waitingCount;
  }

  long peerLiveCount() {
    return peerLiveCount;
  }

  long peerWaitingCount() {
    return peerWaitingCount;
  }

  /** Whether this replica is known to hold everything that the peer held when it last said so. */
  boolean isVerified() {
    return isVerified && !isProbing && agreement.mayBeDone();
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

  /** Both hold the same. */
  void areEqual() {
    agreement.areEqual();
    settle();
  }

  /** This side lacks nothing of the peer. */
  private void settle() {
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
    stated(message.liveCount(), message.stateHash(), message.waitingCount());
    isAnswerAwaited = false;
    isAnswerOwed |= message.isAnswerWanted();
    boolean isEqual = holdsWhatPeerStated();
    if (isEqual) {
      areEqual();
    }
    if (agreement.isOn()) {
      return heardOfGiving(message) && isAtRest && !isEqual && mayRepair(message);
    }
    // Once equal, whatever came in order since then was merged: nothing the peer held is missing.
    isProbing &= !isVerified;
    if (isEqual || !isAtRest) {
      return false;
    }
    doubt();
    return mayRepair(message);
  }

  /** Everything is gone through: what was lost on the way will be found. */
  void goingThrough() {
    if (agreement.hasLost()) {
      doubt();
    }
    agreement.exchangeBegins();
  }

  /** Returns whether everything is to be gone through. */
  private boolean heardOfGiving(Message.Status message) {
    if (message.hasGiven() && !exchange.isActive() && !agreement.hasLost()) {
      settle();
      isProbing = false;
    }
    return agreement.isExchangeDue(message.hasGiven());
  }

  private boolean mayRepair(Message.Status message) {
    // Who has asked decides; two who set out to repair at once are in each other's way.
    if (message.isAnswerWanted() || repairs == REPAIRS_MAX) {
      return false;
    }
    repairs++;
    return true;
  }

  private boolean holdsWhatPeerStated() {
    return !agreement.isPart()
        && peerLiveCount == offer.liveCount()
        && Arrays.equals(peerStateHash, offer.stateHash());
  }

  /** Notes what has come true, or to its time. */
  void pump(boolean isAtRest, long nowMillis) {
    boolean isEqual = holdsWhatPeerStated();
    if (isEqual && !isVerified) {
      // What the peer said before came true here by what others sent, or by time passing.
      areEqual();
    }
    if (!isAtRest) {
      question.clear();
    } else if (isVerified() && (isEqual || agreement.isOn())) {
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
        hasGiven(),
        isAnswerWanted);
  }

  /** Whether the peer has everything that this side has for it, nothing being left to send. */
  private boolean hasGiven() {
    return agreement.hasGiven() && !exchange.isActive() && !offer.isTooLarge();
  }

  /** When {@link #pump} or {@link #poll} have something to do. */
  long deadlineMillis() {
    return Math.min(status.millis(), question.millis());
  }
}
