package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import java.util.List;

/** What two replicas say to each other; docs/protocol/sync.md has the order and the bytes. */
sealed interface Message {
  /**
   * The first message of both sides: what I hold.
   *
   * @param session what your frames have to name from now on; not 0
   * @param logId names my log
   * @param logEnd how far it goes
   * @param liveCount how many live commits I hold
   * @param stateHash their hash
   * @param refusals how many commits I remember that I refused
   * @param waitingCount how many commits I have that must wait before I can merge them
   * @param scope the part that I want; {@code null} for everything
   * @param resolvers the names of my resolvers by field
   * @param isAnswer whether I start over because you did
   */
  record Hello(
      int session,
      LogId logId,
      LogPosition logEnd,
      long liveCount,
      byte[] stateHash,
      long refusals,
      long waitingCount,
      Scope scope,
      Fields resolvers,
      boolean isAnswer)
      implements Message {}

  /**
   * How far I have read your log.
   *
   * @param position {@code null} when I never read it, or ask for everything
   */
  record Resume(LogPosition position) implements Message {}

  /**
   * Commits of my log, or of my live set when it is streamed.
   *
   * @param position how far you have read my log with this; {@code null} within a stream of the
   *     live set
   * @param refusals why commits that came with these are not among them; of an outgoing message
   *     none
   */
  record Commits(LogPosition position, List<VerifiedCommit> commits, List<String> refusals)
      implements Message {
    Commits(LogPosition position, List<VerifiedCommit> commits) {
      this(position, commits, List.of());
    }
  }

  /**
   * So many of your {@link Commits} messages are durable here.
   *
   * @param messages at least 1
   */
  record Ack(int messages) implements Message {}

  /**
   * How my live commits add up, range by range; asks for yours ({@link RangeExchange}).
   *
   * @param isFirst whether this opens an exchange
   * @param isTotal of the first, whether the exchange goes through everything that there is
   * @param ranges a negentropy message; empty when the exchange is over
   * @param wanted which of the commits whose ids your last answer listed I lack: ascending
   *     positions among them
   */
  record Ranges(boolean isFirst, boolean isTotal, byte[] ranges, List<Integer> wanted)
      implements Message {}

  /**
   * The answer to {@link Ranges}; commits that you lack come as {@link Commits}.
   *
   * @param ranges a negentropy message
   */
  record RangesAnswer(byte[] ranges) implements Message {}

  /**
   * What I hold now, after everything that I sent before; see {@link Hello}.
   *
   * @param refusals how many commits I remember that I refused
   * @param hasGiven whether you were sent everything that I have for you
   * @param isAnswerWanted whether you shall send yours
   */
  record Status(
      LogPosition logEnd,
      long liveCount,
      byte[] stateHash,
      long refusals,
      long waitingCount,
      boolean hasGiven,
      boolean isAnswerWanted)
      implements Message {}

  /** Commits that I refused for good, and that you need not send. */
  record Refused(List<CommitKey> keys) implements Message {}

  /** Your scope is more than I can keep up with: you get nothing from me. */
  record ScopeTooLarge() implements Message {}
}
