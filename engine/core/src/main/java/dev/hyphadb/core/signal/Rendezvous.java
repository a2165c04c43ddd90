package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns topics into connections: announces this peer, answers the announces of others, carries
 * offers, answers and candidates between {@link Signaling} and {@link Transport}, tries again with
 * growing pauses, and notices who left.
 *
 * <p>One thread owns it: it reports what happened, with the time in milliseconds, then drains
 * {@link #poll}, and calls {@link #tick} at {@link #deadlineMillis}. Of two peers the one with the
 * smaller id offers; the other one calls for the offer. A peer that is not connected is forgotten
 * after three silent announce intervals.
 */
public final class Rendezvous {
  private static final long SILENCE_MILLIS = 10_000;

  /** An honest peer waits longer between two offers, and repeats one that was refused. */
  private static final long OFFER_PAUSE_MILLIS = 250;

  private static final long CANDIDATE_WAIT_MILLIS = 20;

  private final RendezvousConfig config;
  private final Map<String, Long> announceMillis = new LinkedHashMap<>();
  private final LinkTable links;
  private boolean signalingReady;

  public Rendezvous(RendezvousConfig config) {
    this.config = config;
    this.links = new LinkTable(config);
  }

  /** The next thing to do, or null. */
  public RendezvousOutput poll() {
    return links.poll();
  }

  /** How often something from outside was dropped for this reason. */
  public long rejected(Rejection reason) {
    return links.rejected(reason);
  }

  /** When {@link #tick} is due; {@link Long#MAX_VALUE} for never. */
  public long deadlineMillis() {
    long deadline = Long.MAX_VALUE;
    if (signalingReady) {
      for (long due : announceMillis.values()) {
        deadline = Math.min(deadline, due);
      }
    }
    for (PeerLink link : links.all()) {
      deadline = Math.min(deadline, link.deadlineMillis(config.forgetMillis()));
    }
    return deadline;
  }

  // Topics

  /**
   * Joins a topic: announces now and from time to time, and connects to everybody who does the
   * same.
   */
  public void join(String topic, long nowMillis) {
    if (announceMillis.putIfAbsent(topic, nowMillis) == null && signalingReady) {
      announce(topic, nowMillis);
    }
  }

  private void announce(String topic, long nowMillis) {
    announceMillis.put(topic, nowMillis + config.announceIntervalMillis());
    links.output(new RendezvousOutput.Publish(topic, new SignalMessage.Announce(config.kind())));
  }

  /**
   * Leaves a topic. Its peers are not reported as left; connections without another topic are
   * closed.
   */
  public void leave(String topic, long nowMillis) {
    if (announceMillis.remove(topic) == null) {
      return;
    }
    links.output(new RendezvousOutput.Publish(topic, new SignalMessage.Bye()));
    for (PeerLink link : links.snapshot()) {
      PeerLink.Membership membership = link.topics.remove(topic);
      if (membership != null && link.topics.isEmpty()) {
        links.forget(link);
      } else if (membership != null && (membership.open || membership.opening)) {
        links.output(new RendezvousOutput.CloseChannel(link.connection, topic));
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

  /**
   * The third party saw a peer leave a topic: what is not connected is dropped, what is silent too.
   */
  public void gone(String topic, PeerId peer) {
    PeerLink link = links.of(peer);
    if (link == null || !link.topics.containsKey(topic)) {
      return;
    }
    if (link.phase != PeerLink.Phase.CONNECTED) {
      links.loseTopic(link, topic);
    } else {
      link.goneFromSignaling = true;
      if (link.giveUpMillis != PeerLink.NEVER) {
        links.lose(link);
      }
    }
  }

  // Messages

  /** A message came from another peer. */
  public void received(String topic, PeerId from, byte[] payload, long nowMillis) {
    SignalMessage message = SignalCodec.decode(payload);
    if (message == null) {
      links.reject(Rejection.MALFORMED);
    } else if (!announceMillis.containsKey(topic)) {
      links.reject(Rejection.UNKNOWN_TOPIC);
    } else if (from.equals(config.self())) {
      links.reject(Rejection.OWN_NAME);
    } else {
      switch (message) {
        case SignalMessage.Announce announce -> {
          PeerLink link = hear(topic, from, announce.kind(), nowMillis);
          if (link != null) {
            links.seen(link, topic, nowMillis);
          }
          announced(link, topic, nowMillis);
        }
        case SignalMessage.Call call ->
            called(hear(topic, from, call.kind(), nowMillis), topic, call, nowMillis);
        case SignalMessage.Offer offer ->
            offered(hear(topic, from, offer.kind(), nowMillis), topic, offer, nowMillis);
        case SignalMessage.Answer answer -> answered(links.of(from), answer);
        case SignalMessage.Candidates some -> candidates(hear(topic, from, null, nowMillis), some);
        case SignalMessage.Bye bye -> {
          PeerLink link = links.of(from);
          if (link != null) {
            links.removeTopic(link, topic);
          }
        }
      }
    }
  }

  /**
   * The peer's link, made when needed and possible; an unknown kind (null) never makes one from
   * nothing said.
   */
  private PeerLink hear(String topic, PeerId from, String kind, long nowMillis) {
    PeerLink link = links.of(from);
    if (link == null) {
      link = links.add(from, kind == null ? "peer" : kind);
      if (link == null) {
        return null;
      }
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
      links.shareTopic(link, topic, nowMillis);
    } else if (link.phase == PeerLink.Phase.IDLE && link.retryMillis == PeerLink.NEVER) {
      links.attempt(link, topic, nowMillis);
    }
  }

  private void called(PeerLink link, String topic, SignalMessage.Call call, long nowMillis) {
    if (link == null) {
      return;
    }
    if (!link.offering) {
      links.reject(Rejection.WRONG_SIDE);
      return;
    }
    if (link.phase != PeerLink.Phase.IDLE && call.lost() == link.session) {
      links.drop(link, nowMillis);
    }
    announced(link, topic, nowMillis);
  }

  private void offered(PeerLink link, String topic, SignalMessage.Offer offer, long nowMillis) {
    if (link == null) {
      return;
    }
    if (link.offering) {
      links.reject(Rejection.WRONG_SIDE);
    } else if (offer.session() == link.session
        && link.phase == PeerLink.Phase.CONNECTING
        && link.localSdp != null) {
      links.describe(link);
    } else if (offer.session() <= link.session) {
      links.reject(Rejection.STALE);
    } else if (link.phase != PeerLink.Phase.CONNECTING && links.isBusy()
        || nowMillis - link.offeredMillis < OFFER_PAUSE_MILLIS) {
      links.reject(Rejection.BUSY);
    } else {
      link.offeredMillis = nowMillis;
      links.disconnect(link);
      links.begin(link, topic, offer.session(), nowMillis);
      links.output(new RendezvousOutput.Answer(link.connection, link.id, offer.sdp()));
      if (link.earlySession == link.session) {
        link.early.forEach(candidate -> links.addCandidate(link, candidate));
      }
      link.early.clear();
    }
  }

  private void answered(PeerLink link, SignalMessage.Answer answer) {
    if (link == null || link.session != answer.session() || link.connection == 0 || link.answered) {
      links.reject(Rejection.STALE);
    } else if (!link.offering) {
      links.reject(Rejection.WRONG_SIDE);
    } else {
      link.answered = true;
      link.resendMillis = PeerLink.NEVER;
      links.output(new RendezvousOutput.Accept(link.connection, answer.sdp()));
    }
  }

  private void candidates(PeerLink link, SignalMessage.Candidates some) {
    if (link == null) {
      return;
    }
    if (link.connection != 0 && link.session == some.session()) {
      some.candidates().forEach(candidate -> links.addCandidate(link, candidate));
    } else if (!link.offering && some.session() > link.session) {
      if (link.earlySession != some.session()) {
        link.early.clear();
      }
      link.earlySession = some.session();
      int room = SignalCodec.CANDIDATES_MAX - link.early.size();
      link.early.addAll(some.candidates().subList(0, Math.min(room, some.candidates().size())));
    } else {
      links.reject(Rejection.STALE);
    }
  }

  // What the transport reports

  /** The transport made this side's offer or answer. */
  public void described(int connection, String sdp) {
    PeerLink link = links.of(connection);
    if (link != null && sdp.length() <= SignalCodec.SDP_LENGTH_MAX) {
      link.localSdp = sdp;
      links.describe(link);
    }
  }

  /**
   * The transport found a way to reach this peer: the first travels at once, the next ones
   * together.
   */
  public void candidate(int connection, IceCandidate candidate, long nowMillis) {
    PeerLink link = links.of(connection);
    if (link == null
        || candidate.text().length() > SignalCodec.CANDIDATE_LENGTH_MAX
        || candidate.mid().length() > SignalCodec.MID_LENGTH_MAX) {
      return;
    }
    link.outgoing.add(candidate);
    if (link.outgoing.size() >= SignalCodec.CANDIDATES_MAX) {
      links.flush(link);
    } else if (link.flushMillis == PeerLink.NEVER) {
      links.flush(link);
      link.flushMillis = nowMillis + CANDIDATE_WAIT_MILLIS;
    }
  }

  /** A connection's state changed. */
  public void state(int connection, Transport.State state, long nowMillis) {
    PeerLink link = links.of(connection);
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
          links.lose(link);
        }
      }
      case CLOSED -> links.drop(link, nowMillis);
    }
  }

  /** A channel can carry frames. */
  public void channelOpened(int connection, String label) {
    PeerLink link = links.of(connection);
    if (link == null) {
      return;
    }
    if (!announceMillis.containsKey(label)) {
      links.reject(Rejection.UNKNOWN_CHANNEL);
      links.output(new RendezvousOutput.CloseChannel(connection, label));
      return;
    }
    links.connected(link);
    PeerLink.Membership membership =
        link.topics.computeIfAbsent(label, unused -> new PeerLink.Membership());
    membership.opening = false;
    if (!membership.open) {
      membership.open = true;
      membership.known = true;
      links.output(new RendezvousOutput.PeerJoined(label, link.id, link.kind, connection));
    }
  }

  /**
   * A channel closed by the other side's doing: the peer left the topic, or the connection is about
   * to end.
   */
  public void channelClosed(int connection, String label, long nowMillis) {
    PeerLink link = links.of(connection);
    PeerLink.Membership membership = link == null ? null : link.topics.get(label);
    if (membership == null) {
      return;
    }
    boolean wasOpen = membership.open;
    membership.open = false;
    membership.opening = false;
    if (wasOpen) {
      links.output(new RendezvousOutput.PeerLeft(label, link.id));
    }
    if (!link.hasChannel()) {
      links.drop(link, nowMillis);
    }
  }

  /**
   * Closes a connection for the caller's own reasons, such as a peer that sends faster than it is
   * heard.
   */
  public void expel(int connection, long nowMillis) {
    PeerLink link = links.of(connection);
    if (link != null) {
      links.drop(link, nowMillis);
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
    for (PeerLink link : links.snapshot()) {
      if (link.deadlineMillis(config.forgetMillis()) <= nowMillis) {
        due(link, nowMillis);
      }
    }
  }

  private void due(PeerLink link, long nowMillis) {
    if (link.phase == PeerLink.Phase.IDLE) {
      if (link.heardMillis + config.forgetMillis() <= nowMillis) {
        links.lose(link);
      } else if (link.topics.isEmpty()) {
        link.retryMillis = PeerLink.NEVER;
      } else {
        links.attempt(link, link.topics.keySet().iterator().next(), nowMillis);
      }
      return;
    }
    if (link.flushMillis <= nowMillis) {
      link.flushMillis = PeerLink.NEVER;
      links.flush(link);
    }
    if (link.giveUpMillis <= nowMillis) {
      links.drop(link, nowMillis);
    } else if (link.resendMillis <= nowMillis) {
      boolean waiting = link.offering && !link.answered;
      link.resendMillis = waiting ? nowMillis + LinkTable.RESEND_MILLIS : PeerLink.NEVER;
      if (waiting && link.localSdp != null) {
        links.describe(link);
      }
    }
  }
}
