package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
  private final Offering offer;
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
  private final StatusTurn statusTurn = new StatusTurn();
  private boolean probing;
  private boolean isScopeTooLarge;
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
            host.scope(),
            isAnswer),
        false);
    send(ownHello);
  }

  private SyncSession(
      PeerId peer, SyncHost host, MessageCodec codec, Message.Hello ownHello, boolean isAnswered) {
    this.peer = peer;
    this.host = host;
    this.codec = codec;
    this.offer = new Offering(host);
    this.agreement = new Agreement(host, offer);
    this.exchange = new RangeExchange(host, offer, agreement.refusedByPeer());
    this.stream = new CommitStream(host, offer, exchange, agreement.refusedByPeer());
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
    return verified && !probing && stalled == null && !isScopeTooLarge;
  }

  /** Asks the peer what it holds; until the answer fits, {@link #isVerified()} is false. */
  public void probe() {
    probing = true;
    repairs = 0;
    statusTurn.askAtOnce();
  }

  /** What the peer said may fit now, after a change it does not see: asks it to say it again. */
  void compareAgain() {
    if (!verified) {
      statusTurn.ask();
    }
  }

  /** What was dropped before may count now: even one who has looked often looks once more. */
  void lookAgain() {
    repairs = Math.min(repairs, REPAIRS_MAX - 1);
    compareAgain();
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
      case Message.ScopeTooLarge tooLarge -> {
        isScopeTooLarge = true;
        throw new RejectedException("scope-too-large", "the peer gives nothing of it");
      }
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
    if (hello.scope() != null) {
      offer.narrow(hello.scope());
    }
    boolean isWhole = !isPart() && hello.scope() == null;
    if (isWhole
        && hello.liveCount() == ownHello.liveCount()
        && Arrays.equals(hello.stateHash(), ownHello.stateHash())) {
      haveRead(hello.logEnd());
      followLogFrom(ownHello.logEnd().sequence());
      settle();
      return;
    }
    peerHoldsUpTo = isWhole ? LiveRangeSet.endOfStart(host, peerLiveCount, peerStateHash) : null;
    if (peerHoldsUpTo != null) {
      haveRead(hello.logEnd());
    }
    // What a part was read of a log says nothing about the whole.
    send(new Message.Resume(isPart() ? null : host.readPosition(peerLogId)));
  }

  private boolean isPart() {
    return ownHello.scope() != null;
  }

  private void haveRead(LogPosition position) {
    if (!isPart()) {
      host.setReadPosition(peerLogId, position);
    }
  }

  private void onResume(Message.Resume resume) {
    LogPosition position = resume.position();
    if (position != null && !offer.isPart() && host.log().covers(position)) {
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
    long own = offer.liveCount() + host.waitingCount();
    long peers = peerLiveCount + peerWaitingCount;
    long more = Math.max(own, peers);
    long fewer = Math.min(own, peers);
    // Of a part, what the other side holds beyond it has to be seen as well.
    return offer.isPart() || isPart()
        ? fewer == 0
        : more < RECONCILED_COMMITS_MIN || fewer < more / STREAMED_FRACTION;
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
    statusTurn.sayAgain();
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
      boolean isKnown = offer.isPart() && host.isStored(commit);
      String reason = host.accept(commit, peer);
      if (isKnown || offer.isPart() && !host.isLive(commit.key())) {
        offer.heldByPeer(commit);
      }
      rejection = reason == null ? rejection : reason;
    }
    stalled = message;
    resume();
  }

  /** Whether commits of the peer wait for a verdict: what it sends next has to wait too. */
  boolean isStalled() {
    return stalled != null || !offer.isReady();
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
      haveRead(message.position());
    }
    unackedIncoming++;
    if (rejection != null) {
      agreement.doubt();
      throw new RejectedException(rejection, "a commit was rejected");
    }
  }

  private void onStatus(Message.Status status) {
    statusTurn.heard(status);
    haveRead(status.logEnd());
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
    if (!equal && !isAtRest()) {
      // What is on the way may be known to the peer already, who then has no reason to speak again.
      compareAgain();
    } else if (!equal && !agreement.isAgreed()) {
      repair();
    }
  }

  /** Whether what still differs is what a side has refused. */
  private boolean isDone(Message.Status status) {
    boolean isNew = !agreement.isAgreed();
    boolean isDone = isAtRest() && agreement.explains(status);
    if (isDone && isNew) {
      // The peer shall hear of it.
      statusTurn.sayAgain();
    }
    return isDone;
  }

  private boolean holdsWhatPeerStated() {
    return peerLiveCount == offer.liveCount() && Arrays.equals(peerStateHash, offer.stateHash());
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
  void pump(Collection<String> changedNodes, long nowMillis) {
    offer.follow(changedNodes, nowMillis);
    if (!offer.isReady()) {
      return;
    }
    if (offer.takeTooLarge()) {
      send(new Message.ScopeTooLarge());
    }
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
      statusTurn.sayAgain();
    }
    // What was to be sent first may all have died meanwhile: then the ranges go on without it.
    while (sendRanges() || window.hasRoom() && sendCommits() || sendRanges()) {}
    if (exchange.takeEnded()) {
      agreement.goneThrough();
      statusTurn.askAtOnce();
    }
    if (stream.hasSentLog()) {
      sendStatusIfDue(nowMillis);
    }
  }

  private void sendStatusIfDue(long nowMillis) {
    if (statusTurn.hasCome(isAtRest(), stream.sentSequence(), nowMillis)) {
      send(
          new Message.Status(
              host.log().end(),
              offer.liveCount(),
              offer.stateHash(),
              host.refusals(),
              host.waitingCount(),
              agreement.isAgreed(),
              statusTurn.say(stream.sentSequence())));
    }
  }

  private boolean sendRanges() {
    Message message = exchange.poll();
    return message != null && send(message) > 0;
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
      statusTurn.sayAgain();
    }
    tally.sent(message.commits().size());
    window.add(send(message));
    return true;
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
    return Math.min(
        offer.deadlineMillis(), stream.followsLog() ? statusTurn.deadlineMillis() : Long.MAX_VALUE);
  }
}
