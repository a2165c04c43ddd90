package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of its commits a session sends next: what ranges found, the live set, the log or what is
 * owed of a part.
 */
final class CommitStream {
  /** Commits of one message, before compression. */
  private static final int MESSAGE_BYTES = 96 << 10;

  /**
   * Commits that came from the peer and need not go back; beyond this they do, which only costs
   * time.
   */
  private static final int ECHO_MAX = 100_000;

  private enum Source {
    /** The peer has not yet said where it stands. */
    NOTHING,
    /** What the exchange of ranges finds; then the log. */
    RANGES,
    LIVE_SET,
    LOG
  }

  private final SyncHost host;
  private final Offering offer;
  private final RangeExchange exchange;

  /** What the peer has refused. */
  private final Set<CommitKey> refusedByPeer;

  private Source source = Source.NOTHING;
  private long sentSequence;
  private byte[] streamedUpTo;
  private LogPosition positionAfterStream;
  private long owedSent;
  private boolean hasStreamed;
  private final Set<CommitKey> echoes = new HashSet<>();

  CommitStream(
      SyncHost host, Offering offer, RangeExchange exchange, Set<CommitKey> refusedByPeer) {
    this.host = host;
    this.offer = offer;
    this.exchange = exchange;
    this.refusedByPeer = refusedByPeer;
  }

  void followLogFrom(long sequence) {
    source = Source.LOG;
    sentSequence = sequence;
  }

  boolean followsLog() {
    return source == Source.LOG;
  }

  /** Grows with what is sent: the last entry of the log that the peer was sent, or need not be. */
  long sentSequence() {
    return offer.isPart() ? owedSent : sentSequence;
  }

  /** Whether the log was sent to its end, or of a part all that is owed. */
  boolean hasSentLog() {
    return source == Source.LOG
        && (offer.isPart() ? !offer.owes() : sentSequence == host.log().end().sequence());
  }

  /** Whether the log was cut before this slow peer had read it, or by what the peer itself sent. */
  boolean isLogCut() {
    return source == Source.LOG && !offer.isPart() && sentSequence < host.log().start() - 1;
  }

  /** Whether a stream of all that there is has come to its end since the last call. */
  boolean takeStreamed() {
    boolean was = hasStreamed;
    hasStreamed = false;
    return was;
  }

  /**
   * @param after the key that ends what the peer holds already, exclusive; {@code null} for nothing
   */
  void sendLiveSet(byte[] after) {
    source = Source.LIVE_SET;
    streamedUpTo = after;
    positionAfterStream = host.log().end();
  }

  /** Sends what ranges find, and goes on with the log as it is now, unless that is followed. */
  void sendRanges() {
    if (source == Source.NOTHING || isLogCut()) {
      source = Source.RANGES;
      positionAfterStream = host.log().end();
    }
  }

  /** A commit that the peer sent and that was taken in. */
  void cameFromPeer(CommitKey key) {
    if (echoes.size() < ECHO_MAX) {
      echoes.add(key);
    }
  }

  /**
   * The next message; {@code null} when there is none now. The log must not be cut.
   *
   * @see #isLogCut()
   */
  Message.Commits next() {
    while (exchange.hasCommits()) {
      List<VerifiedCommit> commits = exchange.nextCommits(MESSAGE_BYTES);
      if (!commits.isEmpty()) {
        return new Message.Commits(null, commits);
      }
    }
    if (offer.isPart() && source != Source.NOTHING) {
      List<VerifiedCommit> owed = ofOwed();
      if (!owed.isEmpty()) {
        return new Message.Commits(null, owed);
      }
    }
    return switch (source) {
      case NOTHING -> null;
      case RANGES -> exchange.isActive() ? null : position();
      case LIVE_SET -> ofLiveSet();
      case LOG -> offer.isPart() ? null : ofLog();
    };
  }

  private List<VerifiedCommit> ofOwed() {
    List<VerifiedCommit> owed =
        offer.takeOwed(MESSAGE_BYTES, key -> echoes.contains(key) || refusedByPeer.contains(key));
    owedSent += owed.size();
    if (!offer.owes()) {
      // What the peer sent is part of the offer by now, or is not.
      echoes.clear();
    }
    return owed;
  }

  /** All up to the noted end of the log was sent. */
  private Message.Commits position() {
    followLogFrom(positionAfterStream.sequence());
    return new Message.Commits(positionAfterStream, List.of());
  }

  private Message.Commits ofLiveSet() {
    List<VerifiedCommit> commits = offer.liveIn(streamedUpTo, null, refusedByPeer, MESSAGE_BYTES);
    if (commits.isEmpty()) {
      hasStreamed = true;
      return position();
    }
    streamedUpTo = commits.get(commits.size() - 1).key().following();
    return new Message.Commits(null, commits);
  }

  private Message.Commits ofLog() {
    while (sentSequence < host.log().end().sequence()) {
      CommitLog.Slice slice = host.log().read(sentSequence, MESSAGE_BYTES, this::isToBeSent);
      sentSequence = slice.position().sequence();
      if (!slice.commits().isEmpty()) {
        return new Message.Commits(slice.position(), slice.commits());
      }
    }
    return null;
  }

  private boolean isToBeSent(CommitKey key) {
    return !echoes.remove(key) && offer.isLive(key) && !refusedByPeer.contains(key);
  }
}
