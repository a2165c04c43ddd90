package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link Rendezvous} knows about one other peer: a record of state, changed only there. */
final class PeerLink {
  /** How far the connection is. */
  enum Phase {
    /** There is none. */
    IDLE,
    /** Opened by this side or the other, no channel has opened yet. */
    CONNECTING,
    CONNECTED
  }

  /** The peer's part in one topic that this peer has joined. */
  static final class Membership {
    /** The channel was ordered from the transport. */
    boolean opening;

    boolean open;

    /** The application has been told of the peer, by a channel or a sign of presence. */
    boolean known;

    /** When the application was last told that the peer was seen. */
    long seenMillis = NEVER_YET;

    /** When the other side was last asked to open the channel. */
    long calledMillis = NEVER_YET;
  }

  static final long NEVER = Long.MAX_VALUE;

  /** A time so long ago that any time since has passed. */
  static final long NEVER_YET = Long.MIN_VALUE / 2;

  final PeerId id;
  final boolean offering;
  final Map<String, Membership> topics = new LinkedHashMap<>();
  String kind;
  Phase phase = Phase.IDLE;

  /** The transport's number for the connection, 0 for none. */
  int connection;

  /** The offering side's number for the connection; the last one's when there is none. */
  int session;

  /** The last session that ended without being wanted, 0 for none. */
  int lostSession;

  /** The topic the handshake goes through. */
  String topic;

  /** This side's offer or answer, null until the transport has made it. */
  String localSdp;

  boolean answered;
  int remoteCandidates;
  int failures;
  long heardMillis;

  /** When the last offer was taken up. */
  long offeredMillis = NEVER_YET;

  /** The third party saw the peer leave, and nothing was heard since. */
  boolean goneFromSignaling;

  /** When the attempt to connect is given up, or the silent connection closed. */
  long giveUpMillis = NEVER;

  /** When this side's description is sent again. */
  long resendMillis = NEVER;

  /** When the next attempt may begin. */
  long retryMillis = NEVER;

  /**
   * Candidates of this side that wait to travel together, and since when they may not wait longer.
   */
  final List<IceCandidate> outgoing = new ArrayList<>();

  long flushMillis = NEVER;

  /** Candidates that overtook the offer they belong to. */
  final List<IceCandidate> early = new ArrayList<>();

  int earlySession;

  PeerLink(PeerId id, boolean offering, String kind) {
    this.id = id;
    this.offering = offering;
    this.kind = kind;
  }

  /** Back to no connection; topics and failures stay. */
  void reset() {
    phase = Phase.IDLE;
    connection = 0;
    topic = null;
    localSdp = null;
    answered = false;
    remoteCandidates = 0;
    giveUpMillis = NEVER;
    resendMillis = NEVER;
    flushMillis = NEVER;
    outgoing.clear();
    for (Membership membership : topics.values()) {
      membership.open = false;
      membership.opening = false;
    }
  }

  boolean hasChannel() {
    for (Membership membership : topics.values()) {
      if (membership.open || membership.opening) {
        return true;
      }
    }
    return false;
  }

  long deadlineMillis(long forgetMillis) {
    long attempt = Math.min(Math.min(giveUpMillis, resendMillis), flushMillis);
    return phase == Phase.IDLE ? Math.min(retryMillis, heardMillis + forgetMillis) : attempt;
  }
}
