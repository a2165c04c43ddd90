package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitCodec;
import java.util.ArrayList;
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

  private final SyncHost host;
  private final MessageCodec codec;
  private final Map<PeerId, Entry> sessions = new LinkedHashMap<>();
  private final Map<String, Long> rejections = new TreeMap<>();

  private static final class Entry {
    final FrameCodec frames = new FrameCodec();
    SyncSession session;
    int rejections;

    Entry(SyncSession session) {
      this.session = session;
    }
  }

  /** A frame for a peer. */
  public record Outgoing(PeerId peer, byte[] frame) {}

  public Sessions(SyncHost host, CommitCodec commits) {
    this.host = host;
    this.codec = new MessageCodec(commits);
  }

  /** Starts over with a peer, whether or not it was connected before. */
  public void connect(PeerId peer) {
    sessions.put(peer, new Entry(new SyncSession(host, codec, false)));
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
    try {
      receive(entry, frame, nowMillis);
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

  private void receive(Entry entry, byte[] frame, long nowMillis) {
    byte[] bytes = entry.frames.accept(frame);
    if (bytes == null) {
      return;
    }
    Message message = codec.decode(bytes);
    // Said to the Hello of this very session, although one that was on the way came first: what
    // was sent since then arrived, and nothing starts over.
    boolean isFreshStart =
        message instanceof Message.Hello hello && !hello.isAnswer() && entry.session.isGreeted();
    if (isFreshStart) {
      // The peer had to reopen its replica; it may do so as often as it may fail.
      entry.session = new SyncSession(host, codec, true);
    }
    entry.session.receive(message, nowMillis);
    if (isFreshStart) {
      throw new RejectedException("hello-again", "the peer started over");
    }
  }

  private void count(String reason) {
    rejections.merge(reason, 1L, Long::sum);
  }

  /** How often frames were rejected, by reason. */
  public Map<String, Long> rejections() {
    return new TreeMap<>(rejections);
  }

  /** Sends what is due, now that everything received before is durable. */
  public List<Outgoing> pump(long nowMillis) {
    List<Outgoing> outgoing = new ArrayList<>();
    for (Map.Entry<PeerId, Entry> entry : sessions.entrySet()) {
      entry.getValue().session.pump(nowMillis);
      for (byte[] frame : entry.getValue().session.takeFrames()) {
        outgoing.add(new Outgoing(entry.getKey(), frame));
      }
    }
    return outgoing;
  }

  public List<PeerId> peers() {
    return new ArrayList<>(sessions.keySet());
  }

  /** Asks every peer what it holds; see {@link #allVerified()}. */
  public void probe() {
    sessions.values().forEach(entry -> entry.session.probe());
  }

  /** This replica changed by what it had got before: peers have no reason of their own to speak. */
  public void compareAgain() {
    sessions.values().forEach(entry -> entry.session.compareAgain());
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
    }
    return deadline;
  }
}
