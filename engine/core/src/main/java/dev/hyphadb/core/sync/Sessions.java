package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.graph.LruCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The conversations of a replica with its connected peers. Counts what it rejects by reason, and
 * gives up on a peer that keeps sending what has to be rejected.
 */
public final class Sessions {
  private static final int REJECTIONS_MAX = 20;

  /** Whoever respects the window sends less than this while it has to wait. */
  private static final int BACKLOG_BYTES_MAX = FrameCodec.MESSAGE_BYTES_MAX + (2 << 20);

  /** For what a peer owes. */
  private static final long PATIENCE_MILLIS = 120_000;

  /** Each costs a comparison, and perhaps what was on the way to be sent again. */
  private static final int HELLOS_PER_MINUTE_MAX = 8;

  /** Peers that were told of already; their ids are random. */
  private static final int DIFFERING_PEERS_MAX = 1_000;

  /** Of a session's number, what counts; the rest is the log's. */
  private static final int COUNTED_SESSIONS = 0xffffff;

  private final SyncHost host;
  private final MessageCodec codec;
  private final Map<PeerId, Entry> sessions = new LinkedHashMap<>();
  private final Map<String, Long> rejections = new TreeMap<>();
  private final Map<PeerId, Boolean> differing = new LruCache<>(DIFFERING_PEERS_MAX);
  private List<ResolversDiffer> untoldDiffering = new ArrayList<>();
  private int lastSession;
  private long commitsPerMinute = Long.MAX_VALUE;

  private static final class Entry {
    final Inbound inbound;

    /** What came while the session waits for verdicts, or the peer for its time. */
    final Deque<Inbound.Received> backlog = new ArrayDeque<>();

    int backlogBytes;

    /** {@code null} where there is no limit, or nothing was sent yet. */
    Pace pace;

    long pausedUntilMillis;

    /** Of Hellos with which the peer starts over; {@code null} when it never did. */
    private Pace hellos;

    /** Of answers to Hellos of a session that had got one already; {@code null} like those. */
    private Pace answers;

    SyncSession session;
    int rejections;

    Entry(Inbound inbound, SyncSession session) {
      this.inbound = inbound;
      goOnWith(session);
    }

    /** Each answer is to one of this side's Hellos, so that they are counted apart. */
    boolean mayStartOver(boolean isAnswer, long nowMillis) {
      if (hellos == null) {
        hellos = new Pace(HELLOS_PER_MINUTE_MAX, nowMillis);
        answers = new Pace(HELLOS_PER_MINUTE_MAX, nowMillis);
      }
      Pace pace = isAnswer ? answers : hellos;
      boolean may = pace.pausedUntilMillis(HELLOS_PER_MINUTE_MAX, nowMillis) <= nowMillis;
      if (may) {
        pace.used(1);
      }
      return may;
    }

    void goOnWith(SyncSession other) {
      session = other;
      // What waited was said to a session that is over.
      backlog.clear();
      backlogBytes = 0;
      inbound.expect(other.number());
    }
  }

  /** A frame for a peer. */
  public record Outgoing(PeerId peer, byte[] frame) {}

  /**
   * @param lastSession where the numbers of sessions begin: random, so that another object in this
   *     one's place uses others
   */
  public Sessions(SyncHost host, CommitCodec commits, int lastSession) {
    this.host = host;
    // Only writes: what arrives has been read before it comes here.
    this.codec = new MessageCodec(commits, CommitCheck.unsigned());
    this.lastSession = lastSession & COUNTED_SESSIONS;
  }

  /**
   * Starts over with a peer, whether or not it was connected before.
   *
   * @param inbound what its frames go through before they come here
   */
  public void connect(PeerId peer, Inbound inbound) {
    sessions.put(peer, new Entry(inbound, begin(peer, false, new Patience(PATIENCE_MILLIS))));
  }

  /** Starts over with every peer. */
  public void restart() {
    sessions.forEach(
        (peer, entry) -> entry.goOnWith(begin(peer, false, new Patience(PATIENCE_MILLIS))));
  }

  private SyncSession begin(PeerId peer, boolean isAnswer, Patience patience) {
    lastSession = lastSession % COUNTED_SESSIONS + 1;
    return new SyncSession(peer, host, codec, mark() | lastSession, isAnswer, patience);
  }

  /** What all numbers of this log's sessions have in common: its first byte in theirs. */
  private int mark() {
    return host.logId().bytes()[0] << 24;
  }

  private boolean isOwn(int session) {
    return (session & ~COUNTED_SESSIONS) == mark();
  }

  public void disconnect(PeerId peer) {
    sessions.remove(peer);
  }

  /**
   * Takes a frame of a peer. Never throws for what the frame contains.
   *
   * @return whether the peer may stay; it has been disconnected otherwise
   */
  public boolean receive(PeerId peer, byte[] frame, long nowMillis) {
    Entry entry = sessions.get(peer);
    if (entry == null) {
      count("unknown-peer");
      return false;
    }
    Inbound.Received received = entry.inbound.receive(frame);
    return received == null || receive(peer, received, nowMillis);
  }

  /**
   * Takes what a peer's frames came to. Never throws for what that is; of a connection that is over
   * nothing counts.
   *
   * @return whether the peer may stay; it has been disconnected otherwise
   */
  public boolean receive(PeerId peer, Inbound.Received received, long nowMillis) {
    Entry entry = sessions.get(peer);
    if (entry == null || entry.inbound != received.inbound) {
      return true;
    }
    return guarded(peer, entry, () -> receive(peer, entry, received, nowMillis));
  }

  private boolean guarded(PeerId peer, Entry entry, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RejectedException e) {
      count(e.reason());
      entry.rejections++;
      if (entry.rejections < REJECTIONS_MAX) {
        return true;
      }
      sessions.remove(peer);
      return false;
    }
  }

  private void receive(PeerId peer, Entry entry, Inbound.Received received, long nowMillis) {
    boolean isHello = received.session == FrameCodec.NO_SESSION;
    if (!isHello && !isOwn(received.session)) {
      throw new RejectedException("malformed-frame", "it names no session of this replica");
    }
    boolean isPassedOver = received.message == null && received.rejection == null;
    if (isPassedOver || !isHello && received.session != entry.session.number()) {
      // Meant for a session before; the peer could not know better, so that it costs it nothing.
      count("other-session");
      return;
    }
    if (received.rejection != null) {
      if (!isHello && received.rejection.reason().equals(FrameCodec.OUT_OF_STEP)) {
        startOver(peer, entry);
      }
      throw received.rejection;
    }
    if (received.message instanceof Message.Hello != isHello) {
      throw new RejectedException(
          "unexpected-message", "Hello, and nothing else, names no session");
    }
    if (received.message instanceof Message.Hello hello) {
      greet(peer, entry, hello, received.frameBytes, nowMillis);
    } else if (!entry.session.isGreeted()) {
      // The peer's Hello went to whoever was here before this session; it could not know better.
      count("other-session");
      entry.session.missedHello();
    } else if (entry.backlog.isEmpty() && mayTake(entry, nowMillis)) {
      take(entry, received);
    } else {
      hold(entry, received);
    }
  }

  private static void take(Entry entry, Inbound.Received received) {
    entry.session.tally().receivedBytes(received.frameBytes);
    if (entry.pace != null && received.message instanceof Message.Commits commits) {
      entry.pace.used(commits.commits().size());
    }
    entry.session.receive(received.message);
  }

  private static void hold(Entry entry, Inbound.Received received) {
    entry.backlogBytes += received.bytes;
    if (entry.backlogBytes > BACKLOG_BYTES_MAX) {
      entry.rejections = REJECTIONS_MAX;
      throw new RejectedException("window-exceeded", "the peer does not wait for acknowledgements");
    }
    entry.backlog.add(received);
  }

  private boolean mayTake(Entry entry, long nowMillis) {
    if (commitsPerMinute < Long.MAX_VALUE) {
      if (entry.pace == null) {
        entry.pace = new Pace(commitsPerMinute, nowMillis);
      }
      entry.pausedUntilMillis = entry.pace.pausedUntilMillis(commitsPerMinute, nowMillis);
    }
    return !entry.session.isStalled() && entry.pausedUntilMillis <= nowMillis;
  }

  /** How many commits each peer may send in a minute; {@code Long.MAX_VALUE} for any number. */
  public void setPace(long commits) {
    commitsPerMinute = commits;
    sessions
        .values()
        .forEach(entry -> {
          entry.pace = null;
          entry.pausedUntilMillis = 0;
        });
  }

  /**
   * Goes on where verdicts were waited for and are there, or the peer had to wait for its time.
   *
   * @return peers that may not stay; they have been disconnected
   */
  public List<PeerId> resume(long nowMillis) {
    List<PeerId> dismissed = new ArrayList<>();
    for (Map.Entry<PeerId, Entry> each : List.copyOf(sessions.entrySet())) {
      Entry entry = each.getValue();
      boolean mayStay = guarded(each.getKey(), entry, () -> entry.session.resume());
      while (mayStay && !entry.backlog.isEmpty() && mayTake(entry, nowMillis)) {
        Inbound.Received next = entry.backlog.remove();
        entry.backlogBytes -= next.bytes;
        mayStay = guarded(each.getKey(), entry, () -> take(entry, next));
      }
      if (!mayStay) {
        dismissed.add(each.getKey());
      }
    }
    return dismissed;
  }

  /**
   * Whatever came before, the session is with whom the peer is now: it may have had to open its
   * replica again, as often as it may fail.
   */
  private void greet(
      PeerId peer, Entry entry, Message.Hello hello, long frameBytes, long nowMillis) {
    SyncSession session = entry.session;
    if (session.isGreeted()) {
      if (!entry.mayStartOver(hello.isAnswer(), nowMillis)) {
        throw new RejectedException("hello-again", "the peer starts over more often than it may");
      }
      // The peer has heard this session's Hello, or will, and answers that too: to say another in
      // reply to an answer would go on for ever.
      entry.goOnWith(
          hello.isAnswer() ? session.again() : begin(peer, true, session.patience().next()));
    }
    entry.session.tally().receivedBytes(frameBytes);
    entry.session.greet(hello);
    noteResolvers(peer, entry.session.otherResolvers());
  }

  private void noteResolvers(PeerId peer, List<String> fields) {
    if (!fields.isEmpty() && differing.put(peer, true) == null) {
      count("resolvers-differ");
      untoldDiffering.add(new ResolversDiffer(peer, fields));
    }
  }

  /** Which peers were found to have other resolvers since the last call; each once. */
  public List<ResolversDiffer> takeDiffering() {
    List<ResolversDiffer> taken = untoldDiffering;
    untoldDiffering = new ArrayList<>();
    return taken;
  }

  /** Something was rejected for this reason. */
  public void count(String reason) {
    rejections.merge(reason, 1L, Long::sum);
  }

  /** How often frames were rejected, by reason. */
  public Map<String, Long> rejections() {
    return new TreeMap<>(rejections);
  }

  /**
   * Sends what is due, now that everything received before is durable.
   *
   * @param changedNodes ids of nodes that may look different since the last call
   */
  public List<Outgoing> pump(Collection<String> changedNodes, long nowMillis) {
    List<Outgoing> outgoing = new ArrayList<>();
    for (Map.Entry<PeerId, Entry> entry : sessions.entrySet()) {
      entry.getValue().session.pump(changedNodes, nowMillis);
      if (entry.getValue().session.patience().isOver()) {
        count(FrameCodec.OUT_OF_STEP);
        startOver(entry.getKey(), entry.getValue());
      }
      for (byte[] frame : entry.getValue().session.takeFrames()) {
        outgoing.add(new Outgoing(entry.getKey(), frame));
      }
    }
    return outgoing;
  }

  private void startOver(PeerId peer, Entry entry) {
    entry.goOnWith(begin(peer, false, entry.session.patience().next()));
  }

  /** Which sessions came to hold the same on both sides since the last call. */
  public List<SyncReport> takeReports() {
    List<SyncReport> reports = new ArrayList<>();
    for (Entry entry : sessions.values()) {
      SyncReport report = entry.session.tally().takeFinished();
      if (report != null) {
        reports.add(report);
      }
    }
    return reports;
  }

  public List<PeerId> peers() {
    return new ArrayList<>(sessions.keySet());
  }

  /** Asks every peer what it holds; see {@link #allVerified()}. */
  public void probe() {
    sessions.values().forEach(entry -> entry.session.probe());
  }

  /** Whether this replica holds everything that its connected peers held when they last said so. */
  public boolean allVerified() {
    for (Entry entry : sessions.values()) {
      if (!entry.session.isVerified()) {
        return false;
      }
    }
    return true;
  }

  public long deadlineMillis() {
    long deadline = Long.MAX_VALUE;
    for (Entry entry : sessions.values()) {
      deadline = Math.min(deadline, entry.session.deadlineMillis());
      if (!entry.backlog.isEmpty() && !entry.session.isStalled()) {
        deadline = Math.min(deadline, entry.pausedUntilMillis);
      }
    }
    return deadline;
  }
}
