package dev.hyphadb.core.sync;

/** When a side says its status: some time after something changed, or at once when it is asked. */
final class StatusTurn {
  private static final long DELAY_MILLIS = 200;

  private long dueMillis = Long.MAX_VALUE;

  /** Where the log stood when the status was said last; -1 when it is to be said again. */
  private long saidSequence;

  private boolean answerWanted;
  private boolean isOwed;
  private boolean isAnswerAwaited;

  /** Something that the status tells has changed. */
  void sayAgain() {
    saidSequence = -1;
  }

  /** Asks for the peer's status with this side's next one. */
  void ask() {
    // One question at a time: a slow line would carry ever more of them, and their answers.
    if (!isAnswerAwaited) {
      answerWanted = true;
      sayAgain();
    }
  }

  void askAtOnce() {
    answerWanted = true;
    isOwed = true;
  }

  /** The peer has said its status. */
  void heard(Message.Status status) {
    isAnswerAwaited = false;
    isOwed |= status.isAnswerWanted();
  }

  /** Whether it is time, everything up to this place in the log having been sent. */
  boolean hasCome(boolean isAtRest, long sentSequence, long nowMillis) {
    if (!isAtRest) {
      dueMillis = Long.MAX_VALUE;
    } else if (saidSequence != sentSequence && dueMillis == Long.MAX_VALUE) {
      dueMillis = nowMillis + DELAY_MILLIS;
    }
    // The wall clock may have been set back since the time was noted.
    boolean isClockSetBack = dueMillis != Long.MAX_VALUE && dueMillis - nowMillis > DELAY_MILLIS;
    return isOwed || nowMillis >= dueMillis || isClockSetBack;
  }

  /** The status is said now; returns whether with a question. */
  boolean say(long sentSequence) {
    boolean isQuestion = answerWanted;
    isAnswerAwaited |= isQuestion;
    answerWanted = false;
    isOwed = false;
    dueMillis = Long.MAX_VALUE;
    saidSequence = sentSequence;
    return isQuestion;
  }

  long deadlineMillis() {
    return dueMillis;
  }
}
