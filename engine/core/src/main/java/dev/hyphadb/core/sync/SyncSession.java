package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
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
 * again ({@link Comparison}).
 *
 * <p>Nothing is waited for without end: who does not hear who the peer is says Hello again, who is
 * not settled asks again, and where a peer goes on owing something the session is over ({@link
 * Patience}).
 */
public final class SyncSession {
  /** For the peer's Hello. */
  private static final long HELLO_PATIENCE_MILLIS = 10_000;

  /** Fewer commits are rather sent all than looked for. */
  private static final int RECONCILED_COMMITS_MIN = 16;

  /** A side that holds a smaller part of what the other holds is rather sent everything. */
  private static final int STREAMED_FRACTION = 8;

  /**
   * Commits sent in one go: after so much the frames leave, so that the peer is at work while the
   * next are made, and others have their turn.
   */
  private static final int TURN_BYTES = 32 << 10;

  private final PeerId peer;
  private final SyncHost host;
  private final MessageCodec codec;
  private final SyncTally tally = new SyncTally();
  private final List<byte[]> outgoing = new ArrayList<>();

  private final Message.Hello ownHello;
  private final Patience patience;
  private final Offering offer;
  private final RefusedKeys refused;
  private final Agreement agreement;
  private final RangeExchange exchange;
  private final CommitStream stream;
  private final Comparison comparison;
  private final Intake intake;
  private final SendWindow window = new SendWindow();
  private int peerSession = FrameCodec.NO_SESSION;
  private long sentFrames;

  /** Of commits, since {@link #pump} began. */
  private int turnBytes;

  private LogId peerLogId;
  private List<String> otherResolvers = List.of();

  /** {@code null} unless the peer holds exactly the live commits before this key. */
  private byte[] peerHoldsUpTo;

  private Patience helloPatience = new Patience(HELLO_PATIENCE_MILLIS);
  private boolean isHelloDue;
  private boolean wasHelloMissed;

  /**
   * Says Hello.
   *
   * @param number what the peer's frames have to name
   * @param isAnswer whether the peer is there because it started over, and has said Hello
   */
  SyncSession(
      PeerId peer,
      SyncHost host,
      MessageCodec codec,
      int number,
      boolean isAnswer,
      Patience patience) {
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
            host.resolvers(),
            isAnswer),
        patience);
    send(ownHello);
  }

  private SyncSession(
      PeerId peer, SyncHost host, MessageCodec codec, Message.Hello ownHello, Patience patience) {
    this.peer = peer;
    this.host = host;
    this.codec = codec;
    this.ownHello = ownHello;
    this.patience = patience;
    this.offer = new Offering(host);
    this.refused = new RefusedKeys(host);
    this.agreement = new Agreement(host, refused, ownHello.scope());
    this.exchange = new RangeExchange(host, offer, refused.ofPeer());
    this.stream = new CommitStream(host, offer, exchange, refused.ofPeer());
    this.comparison = new Comparison(host, peer, offer, agreement, exchange, tally);
    this.intake = new Intake(host, peer, offer, refused, agreement, stream);
  }

  /** This session as it was when it had said Hello, for a peer that knows nothing of the rest. */
  SyncSession again() {
    SyncSession again = new SyncSession(peer, host, codec, ownHello, patience);
    again.outgoing.addAll(outgoing);
    return again;
  }

  int number() {
    return ownHello.session();
  }

  /** How long the session has patience with its peer. */
  Patience patience() {
    return patience;
  }

  /** Whether this replica is known to hold everything that the peer held when it last said so. */
  public boolean isVerified() {
    return comparison.isVerified() && !intake.isStalled();
  }

  /** Asks the peer what it holds; until the answer fits, {@link #isVerified()} is false. */
  public void probe() {
    comparison.probe();
  }

  /** What this session moves. */
  SyncTally tally() {
    return tally;
  }

  /** Whether the peer has said {@code Hello}. */
  boolean isGreeted() {
    return peerLogId != null;
  }

  /** The peer goes on as if it had said Hello: whoever was here before must have heard it. */
  void missedHello() {
    isHelloDue |= !wasHelloMissed;
    wasHelloMissed = true;
  }

  /**
   * Takes a message of a peer that has said Hello.
   *
   * @throws RejectedException when the message is not what the protocol allows at this point
   */
  void receive(Message message) {
    if (isOwed(message)) {
      patience.step();
    }
    switch (message) {
      case Message.Hello hello ->
          throw new RejectedException("unexpected-message", "Hello comes once");
      case Message.Resume resume -> onResume(resume);
      case Message.Commits commits -> {
        tally.received(commits.commits().size());
        intake.take(commits);
        resume();
      }
      case Message.Ack ack -> window.acknowledge(ack.messages());
      case Message.Status status -> onStatus(status);
      case Message.Ranges ranges -> onRanges(ranges);
      case Message.RangesAnswer answer -> exchange.onAnswer(answer);
      case Message.Refused told -> refused.peerRefused(told.keys());
      case Message.ScopeTooLarge tooLarge -> agreement.peerGaveUp();
    }
  }

  /** Whether a message is a step to where this session can rest. */
  private boolean isOwed(Message message) {
    return switch (message) {
      case Message.Ranges ranges -> true;
      case Message.RangesAnswer answer -> true;
      case Message.Commits commits -> commits.position() == null;
      case Message.Resume resume -> !exchange.isPeersTurn();
      case Message.Ack ack -> !exchange.isPeersTurn();
      default -> false;
    };
  }

  /** Which fields the peer resolves by other rules, and how, as its Hello says. */
  List<String> otherResolvers() {
    return otherResolvers;
  }

  /** Takes the peer's first message. */
  void greet(Message.Hello hello) {
    peerSession = hello.session();
    peerLogId = hello.logId();
    comparison.stated(hello.liveCount(), hello.stateHash(), hello.waitingCount());
    refused.peerRemembers(hello.refusals());
    otherResolvers = ResolversDiffer.fields(ownHello.resolvers(), hello.resolvers());
    agreement.greeted(hello.scope(), !otherResolvers.isEmpty());
    if (hello.scope() != null) {
      offer.narrow(hello.scope());
    }
    boolean equal =
        !agreement.isPart()
            && hello.liveCount() == ownHello.liveCount()
            && Arrays.equals(hello.stateHash(), ownHello.stateHash());
    if (equal) {
      intake.haveRead(peerLogId, hello.logEnd());
      followLogFrom(ownHello.logEnd().sequence());
      comparison.areEqual();
      return;
    }
    peerHoldsUpTo =
        agreement.isPart()
            ? null
            : LiveRangeSet.endOfStart(host, hello.liveCount(), hello.stateHash());
    if (peerHoldsUpTo != null) {
      intake.haveRead(peerLogId, hello.logEnd());
    }
    send(new Message.Resume(intake.readPosition(peerLogId)));
  }

  private void onResume(Message.Resume resume) {
    LogPosition position = resume.position();
    if (position != null && !agreement.isPart() && host.log().covers(position)) {
      tally.took(SyncReport.Way.DELTA);
      followLogFrom(position.sequence());
    } else {
      leaveLog();
    }
  }

  /** The log does not tell what the peer lacks. */
  private void leaveLog() {
    agreement.leftLog(exchange.isActive());
    if (peerHoldsUpTo != null || isStreamCheaper()) {
      streamLiveSet();
    } else {
      reconcile();
    }
  }

  private boolean isStreamCheaper() {
    long own = offer.liveCount() + host.waitingCount();
    long peers = comparison.peerLiveCount() + comparison.peerWaitingCount();
    long more = Math.max(own, peers);
    long fewer = Math.min(own, peers);
    // Of a part, what the other side holds beyond it has to be seen as well.
    return agreement.isPart()
        ? ownHello.liveCount() + ownHello.waitingCount() == 0 || peers == 0
        : more < RECONCILED_COMMITS_MIN || fewer < more / STREAMED_FRACTION;
  }

  private void reconcile() {
    tally.took(SyncReport.Way.RANGES);
    stream.sendRanges();
    if (!exchange.isActive()) {
      boolean everything = agreement.isOn();
      exchangeBegins(everything);
      exchange.start(everything);
    }
  }

  private void exchangeBegins(boolean isTotal) {
    refused.declare();
    if (isTotal) {
      comparison.goingThrough();
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
      exchangeBegins(message.isTotal());
    }
    exchange.onRanges(message);
  }

  private void followLogFrom(long sequence) {
    peerHoldsUpTo = null;
    stream.followLogFrom(sequence);
    comparison.sayAgain();
  }

  private void streamLiveSet() {
    tally.took(SyncReport.Way.STREAM);
    stream.sendLiveSet(peerHoldsUpTo);
    peerHoldsUpTo = null;
  }

  /** Whether commits of the peer wait for a verdict: what it sends next has to wait too. */
  boolean isStalled() {
    return intake.isStalled() || !offer.isReady();
  }

  /** Goes on if the verdicts are there. */
  void resume() {
    intake.resume(peerLogId);
  }

  private void onStatus(Message.Status status) {
    intake.haveRead(peerLogId, status.logEnd());
    refused.peerRemembers(status.refusals());
    if (comparison.heard(status, isAtRest())) {
      repair();
    }
  }

  private void repair() {
    if (isStreamCheaper() && !agreement.isOn()) {
      send(new Message.Resume(null));
    } else {
      reconcile();
    }
  }

  /**
   * Whether the peer has durably got everything of this replica, so that its status is comparable.
   */
  private boolean isAtRest() {
    return stream.hasSentLog() && !exchange.isActive() && window.isEmpty();
  }

  /** Sends what is due: acknowledgements of what has become durable, commits, status. */
  void pump(Collection<String> changedNodes, long nowMillis) {
    turnBytes = 0;
    if (!isGreeted()) {
      sayHelloAgain(nowMillis);
      return;
    }
    offer.follow(changedNodes, nowMillis);
    if (!offer.isReady()) {
      return;
    }
    if (offer.takeTooLarge()) {
      send(new Message.ScopeTooLarge());
    }
    int acknowledged = intake.takeUnacknowledged();
    if (acknowledged > 0) {
      send(new Message.Ack(acknowledged));
    }
    List<CommitKey> untold = refused.takeUntold();
    if (!untold.isEmpty()) {
      send(new Message.Refused(untold));
      comparison.sayAgain();
    }
    // What was to be sent first may all have died meanwhile: then the ranges go on without it.
    while (sendRanges() || hasTurn() && sendCommits() || sendRanges()) {}
    if (exchange.takeEnded()) {
      comparison.ask();
    }
    goThroughEverything();
    patience.pump(!isAtRest() && !intake.isStalled(), nowMillis);
    comparison.pump(isAtRest(), nowMillis);
    if (stream.hasSentLog()) {
      Message.Status status = comparison.poll(isAtRest(), stream.sentSequence(), nowMillis);
      if (status != null) {
        send(status);
      }
    }
  }

  private void goThroughEverything() {
    boolean isGoneThrough = exchange.takeGoneThrough();
    boolean isStreamed = stream.takeStreamed();
    if (isGoneThrough || isStreamed) {
      agreement.wentThrough();
      offer.forgetItems();
      comparison.sayAgain();
    }
    if (agreement.isStartDue() && !exchange.isActive()) {
      reconcile();
    }
  }

  private void sayHelloAgain(long nowMillis) {
    helloPatience.pump(true, nowMillis);
    if (helloPatience.isOver()) {
      helloPatience = helloPatience.next();
      helloPatience.pump(true, nowMillis);
      isHelloDue = true;
    }
    if (isHelloDue) {
      isHelloDue = false;
      send(ownHello);
    }
  }

  private boolean hasTurn() {
    return window.hasRoom() && turnBytes < TURN_BYTES;
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
      comparison.sayAgain();
    }
    tally.sent(message.commits().size());
    int bytes = send(message);
    window.add(bytes);
    turnBytes += bytes;
    return true;
  }

  private int send(Message message) {
    byte[] bytes = codec.encode(message);
    boolean isHello = message instanceof Message.Hello;
    List<byte[]> frames = FrameCodec.toFrames(bytes, peerSession, isHello ? 0 : sentFrames);
    sentFrames += isHello ? 0 : frames.size();
    for (byte[] frame : frames) {
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
    if (turnBytes >= TURN_BYTES && window.hasRoom() && !stream.hasSentLog()) {
      return 0;
    }
    return isGreeted()
        ? Math.min(
            offer.deadlineMillis(),
            Math.min(patience.deadlineMillis(), comparison.deadlineMillis()))
        : helloPatience.deadlineMillis();
  }
}
