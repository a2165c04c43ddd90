package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns topics into connections: announces this peer, answers the announces of others, carries offers, answers and
 * candidates between {@link Signaling} and {@link Transport}, tries again with growing pauses, and notices who left.
 *
 * <p>One thread owns it: it reports what happened, with the time in milliseconds, then drains {@link #poll}, and calls
 * {@link #tick} at {@link #deadlineMillis}. Of two peers the one with the smaller id offers; the other one calls for
 * the offer. A peer that is not connected is forgotten after three silent announce intervals.
 */
public final class Rendezvous {
  private static final long ATTEMPT_MILLIS = 10_000;
  private static final long RESEND_MILLIS = 2_000;
  private static final long SILENCE_MILLIS = 10_000;
  private static final long RETRY_MILLIS = 500;
  private static final int RETRY_DOUBLINGS_MAX = 7;
  private static final long CALL_MILLIS = 1_000;
  private static final long CANDIDATE_WAIT_MILLIS = 20;
  private static final int REMOTE_CANDIDATES_MAX = 128;

  /**
   * The fixed facts of a rendezvous.
   *
   * @param kind what this peer says it is: 1 to 32 of lowercase letters, digits and hyphens
   * @param announceIntervalMillis how often each topic is announced
   * @param peersMax the most peers known at once
   * @param connectingMax the most attempts to connect at once
   */
  public record Config(PeerId self, String kind, long announceIntervalMillis, int peersMax, int connectingMax) {
    public Config {
      if (!SignalCodec.isKind(kind)) {
        throw new IllegalArgumentException("a kind of peer is 1 to 32 of a-z, 0-9 and '-', not: " + kind);
      }
      if (announceIntervalMillis < 1 || peersMax < 1 || connectingMax < 1) {
        throw new IllegalArgumentException("the announce interval and the limits of a rendezvous are at least 1");
      }
    }

    /** The usual interval of 30 s, 512 peers, 32 attempts at once. */
    public static Config of(PeerId self, String kind) {
      return new Config(self, kind, 30_000, 512, 32);
    }
  }

  private final Config config;
  private final Map<String, Long> announceMillis = new LinkedHashMap<>();
  private final Map<String, PeerLink> links = new LinkedHashMap<>();
  private final Map<Integer, PeerLink> byConnection = new HashMap<>();
  private final ArrayDeque<RendezvousOutput> outputs = new ArrayDeque<>();
  private final long[] rejections = new long[Rejection.values().length];
  private boolean signalingReady;
  private int connections;
  private int sessions;
  private int connecting;

  public Rendezvous(Config config) {
    this.config = config;
  }

  /** The next thing to do, or null. */
  public RendezvousOutput poll() {
    return outputs.poll();
  }

  /** How often something from outside was dropped for this reason. */
  public long rejected(Rejection reason) {
    return rejections[reason.ordinal()];
  }

  private void reject(Rejection reason) {
    rejections[reason.ordinal()]++;
  }

  /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
  public long deadlineMillis() {
    long deadline = Long.MAX_VALUE;
    if (signalingReady) {
      for (long due : announceMillis.values()) {
        deadline = Math.min(deadline, due);
      }
    }
    for (PeerLink link : links.values()) {
      deadline = Math.min(deadline, link.deadlineMillis(forgetMillis()));
    }
    return deadline;
  }

  private long forgetMillis() {
    return 3 * config.announceIntervalMillis + SILENCE_MILLIS;
  }

  // Topics

  /** Joins a topic: announces now and from time to time, and connects to everybody who does the same. */
  public void join(String topic, long nowMillis) {
    if (announceMillis.putIfAbsent(topic, nowMillis) == null && signalingReady) {
      announce(topic, nowMillis);
    }
  }

  private void announce(String topic, long nowMillis) {
    announceMillis.put(topic, nowMillis + config.announceIntervalMillis);
    outputs.add(new RendezvousOutput.Publish(topic, new SignalMessage.Announce(config.kind)));
  }

  /** Leaves a topic. Its peers are not reported as left; connections without another topic are closed. */
  public void leave(String topic, long nowMillis) {
    if (announceMillis.remove(topic) == null) {
      return;
    }
    outputs.add(new RendezvousOutput.Publish(topic, new SignalMessage.Bye()));
    for (PeerLink link : new ArrayList<>(links.values())) {
      PeerLink.Membership membership = link.topics.remove(topic);
      if (membership != null && link.topics.isEmpty()) {
        forget(link);
      } else if (membership != null && (membership.open || membership.opening)) {
        outputs.add(new RendezvousOutput.CloseChannel(link.connection, topic));
      }
    }
  }

  /** Signaling can be used from now on: every topic is announced at once. */
  public void signalingUp(long nowMillis) {
    signalingReady = true;
    for (String topic : new ArrayList<>(announceMillis.keySet())) {
      announce(topic, nowMillis);
    }
  }

  /** Signaling cannot be used for the moment. Connections stay. */
  public void signalingDown() {
    signalingReady = false;
  }

  /** The third party saw a peer leave a topic: what is not connected is dropped, what is silent too. */
  public void gone(String topic, PeerId peer) {
    PeerLink link = links.get(peer.hex());
    if (link == null || !link.topics.containsKey(topic)) {
      return;
    }
    if (link.phase != PeerLink.Phase.CONNECTED) {
      removeTopic(link, topic);
    } else {
      link.goneFromSignaling = true;
      if (link.giveUpMillis != PeerLink.NEVER) {
        forget(link);
      }
    }
  }

  // Messages

  /** A message came from another peer. */
  public void received(String topic, PeerId from, byte[] payload, long nowMillis) {
    SignalMessage message = SignalCodec.decode(payload);
    if (message == null) {
      reject(Rejection.MALFORMED);
    } else if (!announceMillis.containsKey(topic)) {
      reject(Rejection.UNKNOWN_TOPIC);
    } else if (from.equals(config.self)) {
      reject(Rejection.OWN_NAME);
    } else {
      switch (message) {
        case SignalMessage.Announce announce -> announced(hear(topic, from, announce.kind(), nowMillis), topic, nowMillis);
        case SignalMessage.Call call -> called(hear(topic, from, call.kind(), nowMillis), topic, call, nowMillis);
        case SignalMessage.Offer offer -> offered(hear(topic, from, offer.kind(), nowMillis), topic, offer, nowMillis);
        case SignalMessage.Answer answer -> answered(links.get(from.hex()), answer);
        case SignalMessage.Candidates some -> candidates(hear(topic, from, null, nowMillis), some);
        case SignalMessage.Bye bye -> {
          PeerLink link = links.get(from.hex());
          if (link != null) {
            removeTopic(link, topic);
          }
        }
      }
    }
  }

  /** The peer's link, made when needed and possible; an unknown kind (null) never makes one from nothing said. */
  private PeerLink hear(String topic, PeerId from, String kind, long nowMillis) {
    PeerLink link = links.get(from.hex());
    if (link == null) {
      if (links.size() >= config.peersMax) {
        reject(Rejection.PEERS_FULL);
        return null;
      }
      link = new PeerLink(from, config.self.compareTo(from) < 0, kind == null ? "peer" : kind);
      links.put(from.hex(), link);
    }
    if (kind != null) {
      link.kind = kind;
      link.topics.computeIfAbsent(topic, unused -> new PeerLink.Membership());
    }
    link.heardMillis = nowMillis;
    link.goneFromSignaling = false;
    return link;
  }

  private void announced(PeerLink link, String topic, long nowMillis) {
    if (link == null) {
      return;
    }
    if (link.phase == PeerLink.Phase.CONNECTED) {
      shareTopic(link, topic, nowMillis);
    } else if (link.phase == PeerLink.Phase.IDLE && link.retryMillis == PeerLink.NEVER) {
      attempt(link, topic, nowMillis);
    }
  }

  private void called(PeerLink link, String topic, SignalMessage.Call call, long nowMillis) {
    if (link == null) {
      return;
    }
    if (!link.offering) {
      reject(Rejection.WRONG_SIDE);
      return;
    }
    if (link.phase != PeerLink.Phase.IDLE && call.lost() == link.session) {
      drop(link, nowMillis);
    }
    announced(link, topic, nowMillis);
  }

  private void offered(PeerLink link, String topic, SignalMessage.Offer offer, long nowMillis) {
    if (link == null) {
      return;
    }
    if (link.offering) {
      reject(Rejection.WRONG_SIDE);
    } else if (offer.session() == link.session && link.phase == PeerLink.Phase.CONNECTING && link.localSdp != null) {
      describe(link);
    } else if (offer.session() <= link.session) {
      reject(Rejection.STALE);
    } else if (link.phase != PeerLink.Phase.CONNECTING && connecting >= config.connectingMax) {
      reject(Rejection.BUSY);
    } else {
      disconnect(link);
      begin(link, topic, offer.session(), nowMillis);
      outputs.add(new RendezvousOutput.Answer(link.connection, link.id, offer.sdp()));
      if (link.earlySession == link.session) {
        link.early.forEach(candidate -> addCandidate(link, candidate));
      }
      link.early.clear();
    }
  }

  private void answered(PeerLink link, SignalMessage.Answer answer) {
    if (link == null || link.session != answer.session() || link.connection == 0 || link.answered) {
      reject(Rejection.STALE);
    } else if (!link.offering) {
      reject(Rejection.WRONG_SIDE);
    } else {
      link.answered = true;
      link.resendMillis = PeerLink.NEVER;
      outputs.add(new RendezvousOutput.Accept(link.connection, answer.sdp()));
    }
  }

  private void candidates(PeerLink link, SignalMessage.Candidates some) {
    if (link == null) {
      return;
    }
    if (link.connection != 0 && link.session == some.session()) {
      some.candidates().forEach(candidate -> addCandidate(link, candidate));
    } else if (!link.offering && some.session() > link.session) {
      if (link.earlySession != some.session()) {
        link.early.clear();
      }
      link.earlySession = some.session();
      int room = SignalCodec.CANDIDATES_MAX - link.early.size();
      link.early.addAll(some.candidates().subList(0, Math.min(room, some.candidates().size())));
    } else {
      reject(Rejection.STALE);
    }
  }

  private void addCandidate(PeerLink link, IceCandidate candidate) {
    if (link.remoteCandidates >= REMOTE_CANDIDATES_MAX) {
      reject(Rejection.CANDIDATES_FULL);
    } else {
      link.remoteCandidates++;
      outputs.add(new RendezvousOutput.AddCandidate(link.connection, candidate));
    }
  }

  // Connections

  /** Offers a connection or asks for the offer, whichever is this side's part. */
  private void attempt(PeerLink link, String topic, long nowMillis) {
    link.retryMillis = PeerLink.NEVER;
    if (!link.offering) {
      outputs.add(new RendezvousOutput.Send(topic, link.id, new SignalMessage.Call(config.kind, link.lostSession)));
      postpone(link, CALL_MILLIS, nowMillis);
    } else if (connecting >= config.connectingMax) {
      link.retryMillis = nowMillis + RETRY_MILLIS;
    } else {
      begin(link, topic, ++sessions, nowMillis);
      link.topics.values().forEach(membership -> membership.opening = true);
      List<String> labels = List.copyOf(link.topics.keySet());
      outputs.add(new RendezvousOutput.Offer(link.connection, link.id, labels));
    }
  }

  private void begin(PeerLink link, String topic, int session, long nowMillis) {
    link.phase = PeerLink.Phase.CONNECTING;
    link.connection = ++connections;
    link.session = session;
    link.topic = topic;
    link.retryMillis = PeerLink.NEVER;
    link.giveUpMillis = nowMillis + ATTEMPT_MILLIS;
    link.resendMillis = nowMillis + RESEND_MILLIS;
    byConnection.put(link.connection, link);
    connecting++;
  }

  private void postpone(PeerLink link, long leastMillis, long nowMillis) {
    link.retryMillis = nowMillis + (leastMillis << Math.min(link.failures, RETRY_DOUBLINGS_MAX));
    link.failures++;
  }

  /** Sees to it that a connected peer and this one have a channel for a topic. */
  private void shareTopic(PeerLink link, String topic, long nowMillis) {
    PeerLink.Membership membership = link.topics.get(topic);
    if (membership == null || membership.open || membership.opening) {
      return;
    }
    if (link.offering) {
      membership.opening = true;
      outputs.add(new RendezvousOutput.OpenChannel(link.connection, topic));
    } else if (nowMillis - membership.calledMillis >= CALL_MILLIS) {
      membership.calledMillis = nowMillis;
      outputs.add(new RendezvousOutput.Send(topic, link.id, new SignalMessage.Call(config.kind, 0)));
    }
  }

  /** Ends the connection, if any, and reports the peer as left where it was present. */
  private void disconnect(PeerLink link) {
    if (link.connection == 0) {
      return;
    }
    if (link.phase == PeerLink.Phase.CONNECTING) {
      connecting--;
    }
    byConnection.remove(link.connection);
    outputs.add(new RendezvousOutput.Close(link.connection));
    link.topics.forEach(
        (topic, membership) -> {
          if (membership.open) {
            outputs.add(new RendezvousOutput.PeerLeft(topic, link.id));
          }
        });
    link.reset();
  }

  /** Ends a connection that this peer wants back: tries again after a pause. */
  private void drop(PeerLink link, long nowMillis) {
    if (link.goneFromSignaling) {
      forget(link);
      return;
    }
    link.lostSession = link.session;
    disconnect(link);
    postpone(link, RETRY_MILLIS, nowMillis);
  }

  private void forget(PeerLink link) {
    disconnect(link);
    links.remove(link.id.hex());
  }

  private void removeTopic(PeerLink link, String topic) {
    PeerLink.Membership membership = link.topics.remove(topic);
    if (membership != null && membership.open) {
      outputs.add(new RendezvousOutput.PeerLeft(topic, link.id));
    }
    if (link.topics.isEmpty()) {
      forget(link);
    } else if (membership != null && (membership.open || membership.opening)) {
      outputs.add(new RendezvousOutput.CloseChannel(link.connection, topic));
    }
  }

  // What the transport reports

  /** The transport made this side's offer or answer. */
  public void described(int connection, String sdp) {
    PeerLink link = byConnection.get(connection);
    if (link != null && sdp.length() <= SignalCodec.SDP_LENGTH_MAX) {
      link.localSdp = sdp;
      describe(link);
    }
  }

  private void describe(PeerLink link) {
    SignalMessage message =
        link.offering
            ? new SignalMessage.Offer(link.session, config.kind, link.localSdp)
            : new SignalMessage.Answer(link.session, link.localSdp);
    outputs.add(new RendezvousOutput.Send(link.topic, link.id, message));
  }

  /** The transport found a way to reach this peer: the first travels at once, the next ones together. */
  public void candidate(int connection, IceCandidate candidate, long nowMillis) {
    PeerLink link = byConnection.get(connection);
    if (link == null
        || candidate.text().length() > SignalCodec.CANDIDATE_LENGTH_MAX
        || candidate.mid().length() > SignalCodec.MID_LENGTH_MAX) {
      return;
    }
    link.outgoing.add(candidate);
    if (link.outgoing.size() >= SignalCodec.CANDIDATES_MAX) {
      flush(link);
    } else if (link.flushMillis == PeerLink.NEVER) {
      flush(link);
      link.flushMillis = nowMillis + CANDIDATE_WAIT_MILLIS;
    }
  }

  private void flush(PeerLink link) {
    if (!link.outgoing.isEmpty()) {
      outputs.add(
          new RendezvousOutput.Send(
              link.topic, link.id, new SignalMessage.Candidates(link.session, link.outgoing)));
      link.outgoing.clear();
    }
  }

  /** A connection's state changed. */
  public void state(int connection, Transport.State state, long nowMillis) {
    PeerLink link = byConnection.get(connection);
    if (link == null) {
      return;
    }
    switch (state) {
      case CONNECTED -> {
        if (link.phase == PeerLink.Phase.CONNECTED) {
          link.giveUpMillis = PeerLink.NEVER;
        }
      }
      case DISCONNECTED -> {
        link.giveUpMillis = Math.min(link.giveUpMillis, nowMillis + SILENCE_MILLIS);
        if (link.goneFromSignaling) {
          forget(link);
        }
      }
      case CLOSED -> drop(link, nowMillis);
    }
  }

  /** A channel can carry frames. */
  public void channelOpened(int connection, String label) {
    PeerLink link = byConnection.get(connection);
    if (link == null) {
      return;
    }
    if (!announceMillis.containsKey(label)) {
      reject(Rejection.UNKNOWN_CHANNEL);
      outputs.add(new RendezvousOutput.CloseChannel(connection, label));
      return;
    }
    if (link.phase == PeerLink.Phase.CONNECTING) {
      connecting--;
      link.phase = PeerLink.Phase.CONNECTED;
      link.giveUpMillis = PeerLink.NEVER;
      link.resendMillis = PeerLink.NEVER;
      link.failures = 0;
    }
    PeerLink.Membership membership = link.topics.computeIfAbsent(label, unused -> new PeerLink.Membership());
    membership.opening = false;
    if (!membership.open) {
      membership.open = true;
      outputs.add(new RendezvousOutput.PeerJoined(label, link.id, link.kind, connection));
    }
  }

  /** A channel closed by the other side's doing: the peer left the topic, or the connection is about to end. */
  public void channelClosed(int connection, String label, long nowMillis) {
    PeerLink link = byConnection.get(connection);
    PeerLink.Membership membership = link == null ? null : link.topics.get(label);
    if (membership == null) {
      return;
    }
    boolean wasOpen = membership.open;
    membership.open = false;
    membership.opening = false;
    if (wasOpen) {
      outputs.add(new RendezvousOutput.PeerLeft(label, link.id));
    }
    if (!link.hasChannel()) {
      drop(link, nowMillis);
    }
  }

  /** Closes a connection for the caller's own reasons, such as a peer that sends faster than it is heard. */
  public void expel(int connection, long nowMillis) {
    PeerLink link = byConnection.get(connection);
    if (link != null) {
      drop(link, nowMillis);
    }
  }

  // Time

  /** Does what is due. */
  public void tick(long nowMillis) {
    if (signalingReady) {
      for (Map.Entry<String, Long> topic : List.copyOf(announceMillis.entrySet())) {
        if (topic.getValue() <= nowMillis) {
          announce(topic.getKey(), nowMillis);
        }
      }
    }
    for (PeerLink link : new ArrayList<>(links.values())) {
      if (link.deadlineMillis(forgetMillis()) <= nowMillis) {
        due(link, nowMillis);
      }
    }
  }

  private void due(PeerLink link, long nowMillis) {
    if (link.phase == PeerLink.Phase.IDLE) {
      if (link.heardMillis + forgetMillis() <= nowMillis) {
        forget(link);
      } else if (link.topics.isEmpty()) {
        link.retryMillis = PeerLink.NEVER;
      } else {
        attempt(link, link.topics.keySet().iterator().next(), nowMillis);
      }
      return;
    }
    if (link.flushMillis <= nowMillis) {
      link.flushMillis = PeerLink.NEVER;
      flush(link);
    }
    if (link.giveUpMillis <= nowMillis) {
      drop(link, nowMillis);
    } else if (link.resendMillis <= nowMillis) {
      link.resendMillis = PeerLink.NEVER;
      if (link.localSdp != null && link.offering && !link.answered) {
        describe(link);
      }
    }
  }
}
