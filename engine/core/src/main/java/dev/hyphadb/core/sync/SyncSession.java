package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One replica's side of the conversation with one peer, for as long as they are connected.
 *
 * <p>Both sides say {@code Hello}. If they hold the same, they are live at once; otherwise each
 * tells with {@code Resume} how far it has read the other's log, and the other sends on from there,
 * or, when the log does not reach back that far, has both live sets reconciled ({@link
 * RangeExchange}) or streams its own. From then on the log is followed. {@code Status} is said
 * whenever all has been sent and something changed; unequal hashes at rest make a side reconcile
 * again, a few times at most.
 */
public final class SyncSession {
  /** Sent but not yet durable at the peer: more is held back. */
  private static final int WINDOW_BYTES = 1 << 20;

  /** Commits of one message, before compression. */
  private static final int MESSAGE_BYTES = 96 << 10;

  private static final long STATUS_DELAY_MILLIS = 200;
  private static final int REPAIRS_MAX = 8;

  /** Fewer commits are rather sent all than looked for. */
  private static final int RECONCILED_COMMITS_MIN = 16;

  /** A side that holds a smaller part of what the other holds is rather sent everything. */
  private static final int STREAMED_FRACTION = 8;

  /**
   * Commits that came from the peer and need not go back; beyond this they do, which only costs
   * time.
   */
  private static final int ECHO_MAX = 100_000;

  private enum Sending {
    /** The peer has not yet said where it stands. */
    NOTHING,
    /** What the exchange of ranges finds; then the log. */
    RANGES,
    LIVE_SET,
    LOG
  }

  private final SyncHost host;
  private final MessageCodec codec;
  private final List<byte[]> outgoing = new ArrayList<>();

  private final Message.Hello ownHello;
  private final boolean isAnswered;
  private final RangeExchange exchange;
  private int peerSession = FrameCodec.NO_SESSION;
  private LogId peerLogId;
  private long peerLiveCount;
  private byte[] peerStateHash;

  private Sending sending = Sending.NOTHING;
  private long sentSequence;
  private byte[] streamedUpTo;
  private LogPosition positionAfterStream;
  private final Set<CommitKey> echoes = new HashSet<>();
  private final Deque<Integer> unackedBytes = new ArrayDeque<>();
  private int unackedTotalBytes;

  private int unackedIncoming;
  private long statusDueMillis = Long.MAX_VALUE;
  private long statusSequence;
  private boolean answerWanted;
  private boolean isStatusOwed;
  private boolean isAnswerAwaited;
  private boolean probing;
  private boolean verified;
  private int repairs;

  /**
   * Says Hello.
   *
   * @param number what the peer's frames have to name
   * @param isAnswer whether the peer is there because it started over, and has said Hello
   */
  SyncSession(SyncHost host, MessageCodec codec, int number, boolean isAnswer) {
    this(
        host,
        codec,
        new Message.Hello(
            number, host.logId(), host.log().end(), host.liveCount(), host.stateHash(), isAnswer),
        false);
    send(ownHello);
  }

  private SyncSession(
      SyncHost host, MessageCodec codec, Message.Hello ownHello, boolean isAnswered) {
    this.host = host;
    this.codec = codec;
    this.exchange = new RangeExchange(host);
    this.ownHello = ownHello;
    this.isAnswered = isAnswered;
  }

  /** This session as it was when it had said Hello, for a peer that knows nothing of the rest. */
  SyncSession again() {
    SyncSession again = new SyncSession(host, codec, ownHello, true);
    again.outgoing.addAll(outgoing);
    return again;
  }

  int number() {
    return ownHello.session();
  }

  /** Whether a peer has answered this session's Hello after another one had come. */
  boolean isAnswered() {
    return isAnswered;
  }

  /** Whether this replica is known to hold everything that the peer held when it last said so. */
  public boolean isVerified() {
    return verified && !probing;
  }

  /** Asks the peer what it holds; until the answer fits, {@link #isVerified()} is false. */
  public void probe() {
    probing = true;
    askAtOnce();
  }

  /**
   * What the peer said last did not fit, but may now, after a change that the peer does not see:
   * asks it to say it again.
   */
  void compareAgain() {
    // One question at a time: a slow line would carry ever more of them, and their answers.
    if (!verified && !isAnswerAwaited) {
      answerWanted = true;
      statusSequence = -1;
    }
  }

  private void askAtOnce() {
    answerWanted = true;
    isStatusOwed = true;
  }

  /** Whether the peer has said {@code Hello}. */
  boolean isGreeted() {
    return peerLogId != null;
  }

  /**
   * @throws RejectedException when the message is not what the protocol allows at this point
   */
  void receive(Message message) {
    if (!isGreeted()) {
      throw new RejectedException("unexpected-message", "the first message is Hello");
    }
    switch (message) {
      case Message.Hello hello ->
          throw new RejectedException("unexpected-message", "Hello comes once");
      case Message.Resume resume -> onResume(resume);
      case Message.Commits commits -> onCommits(commits);
      case Message.Ack ack -> onAck(ack);
      case Message.Status status -> onStatus(status);
      case Message.Ranges ranges -> onRanges(ranges);
      case Message.RangesAnswer answer -> exchange.onAnswer(answer);
    }
  }

  /** Takes the peer's first message. */
  void greet(Message.Hello hello) {
    peerSession = hello.session();
    peerLogId = hello.logId();
    peerLiveCount = hello.liveCount();
    peerStateHash = hello.stateHash();
    boolean equal =
        hello.liveCount() == ownHello.liveCount()
            && Arrays.equals(hello.stateHash(), ownHello.stateHash());
    if (equal) {
      host.setReadPosition(peerLogId, hello.logEnd());
      verified = true;
      followLogFrom(ownHello.logEnd().sequence());
    } else {
      send(new Message.Resume(host.readPosition(peerLogId)));
    }
  }

  private void onResume(Message.Resume resume) {
    LogPosition position = resume.position();
    if (position != null && host.log().covers(position)) {
      followLogFrom(position.sequence());
    } else {
      leaveLog();
    }
  }

  /** The log does not tell what the peer lacks. */
  private void leaveLog() {
    if (isStreamCheaper()) {
      streamLiveSet();
    } else {
      reconcile();
    }
  }

  private boolean isStreamCheaper() {
    long more = Math.max(host.liveCount(), peerLiveCount);
    long fewer = Math.min(host.liveCount(), peerLiveCount);
    return more < RECONCILED_COMMITS_MIN || fewer < more / STREAMED_FRACTION;
  }

  private void reconcile() {
    boolean isLogUseless = sending == Sending.LOG && sentSequence < host.log().start() - 1;
    if (sending == Sending.NOTHING || isLogUseless) {
      sending = Sending.RANGES;
      positionAfterStream = host.log().end();
    }
    if (!exchange.isActive()) {
      exchange.start();
    }
  }

  private void onRanges(Message.Ranges message) {
    if (exchange.collides(message)) {
      int order = Octets.compare(host.logId().bytes(), peerLogId.bytes());
      if (order < 0) {
        // The peer withdraws.
        return;
      }
      exchange.withdraw();
      if (order == 0) {
        streamLiveSet();
        return;
      }
    }
    exchange.onRanges(message);
  }

  private void followLogFrom(long sequence) {
    sending = Sending.LOG;
    sentSequence = sequence;
    statusSequence = -1;
  }

  private void streamLiveSet() {
    sending = Sending.LIVE_SET;
    streamedUpTo = null;
    positionAfterStream = host.log().end();
  }

  private void onCommits(Message.Commits message) {
    String refusal = message.refusals().isEmpty() ? null : message.refusals().get(0);
    for (VerifiedCommit commit : message.commits()) {
      String reason = host.accept(commit);
      if (reason != null) {
        refusal = reason;
      } else if (echoes.size() < ECHO_MAX) {
        echoes.add(commit.key());
      }
    }
    if (message.position() != null) {
      host.setReadPosition(peerLogId, message.position());
    }
    unackedIncoming++;
    if (refusal != null) {
      throw new RejectedException(refusal, "a commit was refused");
    }
  }

  private void onAck(Message.Ack ack) {
    if (ack.messages() > unackedBytes.size()) {
      throw new RejectedException("unexpected-message", "more was acknowledged than was sent");
    }
    for (int i = 0; i < ack.messages(); i++) {
      unackedTotalBytes -= unackedBytes.removeFirst();
    }
  }

  private void onStatus(Message.Status status) {
    isAnswerAwaited = false;
    host.setReadPosition(peerLogId, status.logEnd());
    peerLiveCount = status.liveCount();
    peerStateHash = status.stateHash();
    boolean equal = holdsWhatPeerStated();
    if (equal) {
      settle();
    }
    // Once equal, whatever came in order since then was merged: nothing the peer holds is missing.
    if (verified) {
      probing = false;
    }
    if (!equal && isAtRest()) {
      repair();
    } else if (!equal) {
      // What is on the way may be known to the peer already, who then has no reason to speak again.
      compareAgain();
    }
    isStatusOwed |= status.isAnswerWanted();
  }

  private boolean holdsWhatPeerStated() {
    return peerLiveCount == host.liveCount() && Arrays.equals(peerStateHash, host.stateHash());
  }

  private void settle() {
    verified = true;
    repairs = 0;
    exchange.reset();
  }

  /**
   * Whether the peer has durably got everything of this replica, so that its status is comparable.
   */
  private boolean isAtRest() {
    return isAllSent() && !exchange.isActive() && unackedBytes.isEmpty();
  }

  private boolean isAllSent() {
    return sending == Sending.LOG && sentSequence == host.log().end().sequence();
  }

  private void repair() {
    verified = false;
    if (repairs < REPAIRS_MAX) {
      repairs++;
      if (isStreamCheaper()) {
        send(new Message.Resume(null));
      } else {
        reconcile();
      }
    }
  }

  /** Sends what is due: acknowledgements of what has become durable, commits, status. */
  void pump(long nowMillis) {
    if (!verified && holdsWhatPeerStated()) {
      // What the peer said before came true here by what others sent, or by time passing.
      settle();
    }
    if (unackedIncoming > 0) {
      send(new Message.Ack(unackedIncoming));
      unackedIncoming = 0;
    }
    while (sendRanges() || unackedTotalBytes < WINDOW_BYTES && sendCommits()) {}
    if (exchange.takeEnded()) {
      askAtOnce();
    }
    if (isAllSent()) {
      pumpStatus(nowMillis);
    }
  }

  private void pumpStatus(long nowMillis) {
    if (!isAtRest()) {
      statusDueMillis = Long.MAX_VALUE;
    } else if (statusSequence != sentSequence && statusDueMillis == Long.MAX_VALUE) {
      statusDueMillis = nowMillis + STATUS_DELAY_MILLIS;
    }
    // The wall clock may have been set back since the time was noted.
    boolean isClockSetBack =
        statusDueMillis != Long.MAX_VALUE && statusDueMillis - nowMillis > STATUS_DELAY_MILLIS;
    if (isStatusOwed || nowMillis >= statusDueMillis || isClockSetBack) {
      sendStatus();
    }
  }

  private void sendStatus() {
    send(new Message.Status(host.log().end(), host.liveCount(), host.stateHash(), answerWanted));
    isAnswerAwaited |= answerWanted;
    answerWanted = false;
    isStatusOwed = false;
    statusDueMillis = Long.MAX_VALUE;
    statusSequence = sentSequence;
  }

  private boolean sendRanges() {
    Message message = exchange.poll();
    if (message != null) {
      send(message);
    }
    return message != null;
  }

  /** Sends one message of commits; false when there are none left to send. */
  private boolean sendCommits() {
    if (exchange.hasCommits()) {
      List<VerifiedCommit> commits = exchange.nextCommits(MESSAGE_BYTES);
      if (!commits.isEmpty()) {
        sendData(new Message.Commits(null, commits));
      }
      return true;
    }
    return switch (sending) {
      case NOTHING -> false;
      case RANGES -> sendAfterRanges();
      case LIVE_SET -> sendFromLiveSet();
      case LOG -> sendFromLog();
    };
  }

  private boolean sendAfterRanges() {
    if (exchange.isActive()) {
      return false;
    }
    sendPosition();
    return true;
  }

  /** All up to the noted end of the log was sent. */
  private void sendPosition() {
    sendData(new Message.Commits(positionAfterStream, List.of()));
    followLogFrom(positionAfterStream.sequence());
  }

  private boolean sendFromLiveSet() {
    List<VerifiedCommit> commits = host.liveIn(streamedUpTo, null, Set.of(), MESSAGE_BYTES);
    if (commits.isEmpty()) {
      sendPosition();
    } else {
      streamedUpTo = commits.get(commits.size() - 1).key().following();
      sendData(new Message.Commits(null, commits));
    }
    return true;
  }

  private boolean sendFromLog() {
    CommitLog log = host.log();
    if (sentSequence == log.end().sequence()) {
      return false;
    }
    if (sentSequence < log.start() - 1) {
      // The log was cut before this slow peer had read it, or by what the peer itself sent.
      leaveLog();
      return true;
    }
    CommitLog.Slice slice =
        log.read(sentSequence, MESSAGE_BYTES, key -> !echoes.remove(key) && host.isLive(key));
    sentSequence = slice.position().sequence();
    if (!slice.commits().isEmpty()) {
      sendData(new Message.Commits(slice.position(), slice.commits()));
    }
    return true;
  }

  private void sendData(Message.Commits message) {
    int bytes = send(message);
    unackedBytes.addLast(bytes);
    unackedTotalBytes += bytes;
  }

  private int send(Message message) {
    byte[] bytes = codec.encode(message);
    outgoing.addAll(FrameCodec.toFrames(bytes, peerSession));
    return bytes.length;
  }

  /** The frames that have to go to the peer, in order. */
  List<byte[]> takeFrames() {
    List<byte[]> frames = List.copyOf(outgoing);
    outgoing.clear();
    return frames;
  }

  /** When {@link #pump} has something to do that nothing else wakes it for. */
  long deadlineMillis() {
    return sending == Sending.LOG ? statusDueMillis : Long.MAX_VALUE;
  }
}
