package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private static final long STATUS_DELAY_MILLIS = 200;
  private static final int REPAIRS_MAX = 8;

  /** Fewer commits are rather sent all than looked for. */
  private static final int RECONCILED_COMMITS_MIN = 16;

  /** A side that holds a smaller part of what the other holds is rather sent everything. */
  private static final int STREAMED_FRACTION = 8;

  private final PeerId peer;
  private final SyncHost host;
  private final MessageCodec codec;
  private final SyncTally tally = new SyncTally();
  private final List<byte[]> outgoing = new ArrayList<>();

  private final Message.Hello ownHello;
  private final boolean isAnswered;
  private final Agreement agreement;
  private final RangeExchange exchange;
  private final CommitStream stream;
  private int peerSession = FrameCodec.NO_SESSION;
  private LogId peerLogId;
  private long peerLiveCount;
  private long peerWaitingCount;
  private byte[] peerStateHash;

  /** {@code null} unless the peer holds exactly the live commits before this key. */
  private byte[] peerHoldsUpTo;

  private final SendWindow window = new SendWindow();

  /** A message whose commits wait for a verdict, and why others of it were rejected, if any. */
  private Message.Commits stalled;

  private String rejection;
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
  SyncSession(PeerId peer, SyncHost host, MessageCodec codec, int number, boolean isAnswer) {
    this(
        peer,
        host,
        codec,
        new Message.Hello(
            number,
            host.logId(),
            host.log().end(),
            host.liveCount(),
            host.stateHash(),
            host.refusals(),
            host.waitingCount(),
            isAnswer),
        false);
    send(ownHello);
  }

  private SyncSession(
      PeerId peer, SyncHost host, MessageCodec codec, Message.Hello ownHello, boolean isAnswered) {
    this.peer = peer;
    this.host = host;
    this.codec = codec;
    this.agreement = new Agreement(host);
    this.exchange = new RangeExchange(host, agreement.refusedByPeer());
    this.stream = new CommitStream(host, exchange, agreement.refusedByPeer());
    this.ownHello = ownHello;
    this.isAnswered = isAnswered;
  }

  /** This session as it was when it had said Hello, for a peer that knows nothing of the rest. */
  SyncSession again() {
    SyncSession again = new SyncSession(peer, host, codec, ownHello, true);
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
    return verified && !probing && stalled == null;
  }

  /** Asks the peer what it holds; until the answer fits, {@link #isVerified()} is false. */
  public void probe() {
    probing = true;
    repairs = 0;
    askAtOnce();
  }

  /** What the peer said may fit now, after a change it does not see: asks it to say it again. */
  void compareAgain() {
    // One question at a time: a slow line would carry ever more of them, and their answers.
    if (!verified && !isAnswerAwaited) {
      answerWanted = true;
      statusSequence = -1;
    }
  }

  /** What was dropped before may count now: even one who has looked often looks once more. */
  void lookAgain() {
    repairs = Math.min(repairs, REPAIRS_MAX - 1);
    compareAgain();
  }

  private void askAtOnce() {
    answerWanted = true;
    isStatusOwed = true;
  }

  /** What this session moves. */
  SyncTally tally() {
    return tally;
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
      case Message.Ack ack -> window.acknowledge(ack.messages());
      case Message.Status status -> onStatus(status);
      case Message.Ranges ranges -> onRanges(ranges);
      case Message.RangesAnswer answer -> exchange.onAnswer(answer);
      case Message.Refused refused -> agreement.peerRefused(refused.keys());
    }
  }

  /** Takes the peer's first message. */
  void greet(Message.Hello hello) {
    peerSession = hello.session();
    peerLogId = hello.logId();
    peerLiveCount = hello.liveCount();
    peerWaitingCount = hello.waitingCount();
    peerStateHash = hello.stateHash();
    agreement.peerRemembers(hello.refusals());
    boolean equal =
        hello.liveCount() == ownHello.liveCount()
            && Arrays.equals(hello.stateHash(), ownHello.stateHash());
    if (equal) {
      host.setReadPosition(peerLogId, hello.logEnd());
      followLogFrom(ownHello.logEnd().sequence());
      settle();
      return;
    }
    peerHoldsUpTo = LiveRangeSet.endOfStart(host, peerLiveCount, peerStateHash);
    if (peerHoldsUpTo != null) {
      host.setReadPosition(peerLogId, hello.logEnd());
    }
    send(new Message.Resume(host.readPosition(peerLogId)));
  }

  private void onResume(Message.Resume resume) {
    LogPosition position = resume.position();
    if (position != null && host.log().covers(position)) {
      tally.took(SyncReport.Way.DELTA);
      followLogFrom(position.sequence());
    } else {
      leaveLog();
    }
  }

  /** The log does not tell what the peer lacks. */
  private void leaveLog() {
    if (peerHoldsUpTo != null || isStreamCheaper()) {
      streamLiveSet();
    } else {
      reconcile(false);
    }
  }

  private boolean isStreamCheaper() {
    long own = host.liveCount() + host.waitingCount();
    long peers = peerLiveCount + peerWaitingCount;
    long more = Math.max(own, peers);
    long fewer = Math.min(own, peers);
    return more < RECONCILED_COMMITS_MIN || fewer < more / STREAMED_FRACTION;
  }

  private void reconcile(boolean everything) {
    tally.took(SyncReport.Way.RANGES);
    stream.sendRanges();
    if (!exchange.isActive()) {
      agreement.declare();
      agreement.exchangeBegins();
      if (everything) {
        agreement.goingThrough(peerStateHash);
      }
      exchange.start(everything);
    }
  }

  private void onRanges(Message.Ranges message) {
    tally.took(SyncReport.Way.RANGES);
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
    if (message.isFirst()) {
      agreement.declare();
      agreement.exchangeBegins();
    }
    exchange.onRanges(message);
  }

  private void followLogFrom(long sequence) {
    peerHoldsUpTo = null;
    stream.followLogFrom(sequence);
    statusSequence = -1;
  }

  private void streamLiveSet() {
    tally.took(SyncReport.Way.STREAM);
    stream.sendLiveSet(peerHoldsUpTo);
    peerHoldsUpTo = null;
  }

  private void onCommits(Message.Commits message) {
    tally.received(message.commits().size());
    rejection = message.refusals().isEmpty() ? null : message.refusals().get(0);
    for (VerifiedCommit commit : message.commits()) {
      String reason = host.accept(commit, peer);
      rejection = reason == null ? rejection : reason;
    }
    stalled = message;
    resume();
  }

  /** Whether commits of the peer wait for a verdict: what it sends next has to wait too. */
  boolean isStalled() {
    return stalled != null;
  }

  /** Goes on if the verdicts are there. */
  void resume() {
    if (stalled == null
        || stalled.commits().stream().anyMatch(commit -> host.isUndecided(commit.key()))) {
      return;
    }
    Message.Commits message = stalled;
    stalled = null;
    for (VerifiedCommit commit : message.commits()) {
      if (host.isRefused(commit.key())) {
        agreement.tell(commit.key());
      } else {
        stream.cameFromPeer(commit.key());
      }
    }
    if (message.position() != null) {
      host.setReadPosition(peerLogId, message.position());
    }
    unackedIncoming++;
    if (rejection != null) {
      agreement.doubt();
      throw new RejectedException(rejection, "a commit was rejected");
    }
  }

  private void onStatus(Message.Status status) {
    isAnswerAwaited = false;
    host.setReadPosition(peerLogId, status.logEnd());
    peerLiveCount = status.liveCount();
    peerWaitingCount = status.waitingCount();
    peerStateHash = status.stateHash();
    agreement.peerRemembers(status.refusals());
    boolean equal = holdsWhatPeerStated();
    if (equal || isDone(status)) {
      settle();
    }
    // Once equal, whatever came in order since then was merged: nothing the peer holds is missing.
    if (verified) {
      probing = false;
    }
    if (!equal && isAtRest()) {
      if (!agreement.isAgreed()) {
        repair();
      }
    } else if (!equal) {
      // What is on the way may be known to the peer already, who then has no reason to speak again.
      compareAgain();
    }
    isStatusOwed |= status.isAnswerWanted();
  }

  /** Whether what still differs is what a side has refused. */
  private boolean isDone(Message.Status status) {
    boolean isNew = !agreement.isAgreed();
    boolean isDone = isAtRest() && agreement.explains(status);
    if (isDone && isNew) {
      // The peer shall hear of it.
      statusSequence = -1;
    }
    return isDone;
  }

  private boolean holdsWhatPeerStated() {
    return peerLiveCount == host.liveCount() && Arrays.equals(peerStateHash, host.stateHash());
  }

  private void settle() {
    if (!verified) {
      verified = true;
      tally.finish(peer);
    }
    repairs = 0;
    exchange.reset();
  }

  /**
   * Whether the peer has durably got everything of this replica, so that its status is comparable.
   */
  private boolean isAtRest() {
    return stream.hasSentLog() && !exchange.isActive() && window.isEmpty();
  }

  private void repair() {
    if (verified) {
      verified = false;
      tally.start();
    }
    if (repairs < REPAIRS_MAX) {
      repairs++;
      boolean everything = agreement.mayDiffer();
      if (isStreamCheaper() && !everything) {
        send(new Message.Resume(null));
      } else {
        reconcile(everything);
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
    List<CommitKey> refused = agreement.takeUntold();
    if (!refused.isEmpty()) {
      send(new Message.Refused(refused));
      statusSequence = -1;
    }
    // What was to be sent first may all have died meanwhile: then the ranges go on without it.
    while (sendRanges() || window.hasRoom() && sendCommits() || sendRanges()) {}
    if (exchange.takeEnded()) {
      agreement.goneThrough();
      askAtOnce();
    }
    if (stream.hasSentLog()) {
      pumpStatus(nowMillis);
    }
  }

  private void pumpStatus(long nowMillis) {
    if (!isAtRest()) {
      statusDueMillis = Long.MAX_VALUE;
    } else if (statusSequence != stream.sentSequence() && statusDueMillis == Long.MAX_VALUE) {
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
    send(
        new Message.Status(
            host.log().end(),
            host.liveCount(),
            host.stateHash(),
            host.refusals(),
            host.waitingCount(),
            agreement.isAgreed(),
            answerWanted));
    isAnswerAwaited |= answerWanted;
    answerWanted = false;
    isStatusOwed = false;
    statusDueMillis = Long.MAX_VALUE;
    statusSequence = stream.sentSequence();
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
    if (stream.isLogCut()) {
      leaveLog();
      return true;
    }
    boolean followedLog = stream.followsLog();
    Message.Commits message = stream.next();
    if (message == null) {
      return false;
    }
    if (!followedLog && stream.followsLog()) {
      statusSequence = -1;
    }
    sendData(message);
    return true;
  }

  private void sendData(Message.Commits message) {
    tally.sent(message.commits().size());
    int bytes = send(message);
    window.add(bytes);
  }

  private int send(Message message) {
    byte[] bytes = codec.encode(message);
    for (byte[] frame : FrameCodec.toFrames(bytes, peerSession)) {
      tally.sentBytes(frame.length);
      outgoing.add(frame);
    }
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
    return stream.followsLog() ? statusDueMillis : Long.MAX_VALUE;
  }
}
