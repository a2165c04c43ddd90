package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The peers that a {@link Rendezvous} knows, with what can be done about each: begin a connection,
 * end it, try again later, forget. Keeps the limits and collects the outputs.
 */
final class LinkTable {
  private static final long ATTEMPT_MILLIS = 10_000;
  static final long RESEND_MILLIS = 2_000;
  private static final long RETRY_MILLIS = 500;
  private static final int RETRY_DOUBLINGS_MAX = 7;
  private static final long CALL_MILLIS = 1_000;
  private static final int REMOTE_CANDIDATES_MAX = 128;

  private final RendezvousConfig config;
  private final Map<String, PeerLink> links = new LinkedHashMap<>();
  private final Map<Integer, PeerLink> byConnection = new HashMap<>();
  private final ArrayDeque<RendezvousOutput> outputs = new ArrayDeque<>();
  private final Map<Rejection, Long> rejections = new EnumMap<>(Rejection.class);
  private int connections;
  private int sessions;
  private int connecting;

  LinkTable(RendezvousConfig config) {
    this.config = config;
  }

  void output(RendezvousOutput output) {
    outputs.add(output);
  }

  RendezvousOutput poll() {
    return outputs.poll();
  }

  long rejected(Rejection reason) {
    return rejections.getOrDefault(reason, 0L);
  }

  void reject(Rejection reason) {
    rejections.merge(reason, 1L, Long::sum);
  }

  PeerLink of(PeerId peer) {
    return links.get(peer.hex());
  }

  PeerLink of(int connection) {
    return byConnection.get(connection);
  }

  Collection<PeerLink> all() {
    return links.values();
  }

  /** Those of now, for a loop that may forget some. */
  List<PeerLink> snapshot() {
    return new ArrayList<>(links.values());
  }

  /** A new link, or null when there are too many. */
  PeerLink add(PeerId peer, String kind) {
    if (links.size() >= config.peersMax()) {
      reject(Rejection.PEERS_FULL);
      return null;
    }
    PeerLink link = new PeerLink(peer, config.self().compareTo(peer) < 0, kind);
    links.put(peer.hex(), link);
    return link;
  }

  /** Whether no further attempt to connect may begin now. */
  boolean isBusy() {
    return connecting >= config.connectingMax();
  }

  /** A channel opened: the connection stands. */
  void connected(PeerLink link) {
    if (link.phase == PeerLink.Phase.CONNECTING) {
      connecting--;
      link.phase = PeerLink.Phase.CONNECTED;
      link.giveUpMillis = PeerLink.NEVER;
      link.resendMillis = PeerLink.NEVER;
      link.failures = 0;
    }
  }

  /** Offers a connection or asks for the offer, whichever is this side's part. */
  void attempt(PeerLink link, String topic, long nowMillis) {
    link.retryMillis = PeerLink.NEVER;
    if (!link.offering) {
      outputs.add(
          new RendezvousOutput.Send(
              topic, link.id, new SignalMessage.Call(config.kind(), link.lostSession)));
      postpone(link, CALL_MILLIS, nowMillis);
    } else if (isBusy()) {
      link.retryMillis = nowMillis + RETRY_MILLIS;
    } else {
      begin(link, topic, ++sessions, nowMillis);
      link.topics.values().forEach(membership -> membership.opening = true);
      List<String> labels = List.copyOf(link.topics.keySet());
      outputs.add(new RendezvousOutput.Offer(link.connection, link.id, labels));
    }
  }

  void begin(PeerLink link, String topic, int session, long nowMillis) {
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

  void postpone(PeerLink link, long leastMillis, long nowMillis) {
    link.retryMillis = nowMillis + (leastMillis << Math.min(link.failures, RETRY_DOUBLINGS_MAX));
    link.failures++;
  }

  /** Sees to it that a connected peer and this one have a channel for a topic. */
  void shareTopic(PeerLink link, String topic, long nowMillis) {
    PeerLink.Membership membership = link.topics.get(topic);
    if (membership == null || membership.open || membership.opening) {
      return;
    }
    if (link.offering) {
      membership.opening = true;
      outputs.add(new RendezvousOutput.OpenChannel(link.connection, topic));
    } else if (nowMillis - membership.calledMillis >= CALL_MILLIS) {
      membership.calledMillis = nowMillis;
      outputs.add(
          new RendezvousOutput.Send(topic, link.id, new SignalMessage.Call(config.kind(), 0)));
    }
  }

  /** Ends the connection, if any, and reports the peer as left where it was present. */
  void disconnect(PeerLink link) {
    if (link.connection == 0) {
      return;
    }
    if (link.phase == PeerLink.Phase.CONNECTING) {
      connecting--;
    }
    byConnection.remove(link.connection);
    outputs.add(new RendezvousOutput.Close(link.connection));
    link.topics.forEach((topic, membership) -> {
      if (membership.open) {
        outputs.add(new RendezvousOutput.PeerLeft(topic, link.id));
      }
    });
    link.reset();
  }

  /** Ends a connection that this peer wants back: tries again after a pause. */
  void drop(PeerLink link, long nowMillis) {
    if (link.goneFromSignaling) {
      lose(link);
      return;
    }
    link.lostSession = link.session;
    disconnect(link);
    postpone(link, RETRY_MILLIS, nowMillis);
  }

  void forget(PeerLink link) {
    disconnect(link);
    links.remove(link.id.hex());
  }

  /** Forgets a peer that did not say goodbye. */
  void lose(PeerLink link) {
    disconnect(link);
    link.topics.forEach((topic, membership) -> lost(link, topic, membership));
    forget(link);
  }

  private void lost(PeerLink link, String topic, PeerLink.Membership membership) {
    if (membership.known) {
      outputs.add(new RendezvousOutput.PeerLost(topic, link.id));
    }
  }

  /** The third party saw a peer without a connection leave a topic. */
  void loseTopic(PeerLink link, String topic) {
    lost(link, topic, link.topics.get(topic));
    removeTopic(link, topic);
  }

  /** Reports a sign of presence; the same one that came by another way is not reported again. */
  void seen(PeerLink link, String topic, long nowMillis) {
    PeerLink.Membership membership = link.topics.get(topic);
    if (nowMillis - membership.seenMillis >= config.announceIntervalMillis() / 3) {
      membership.seenMillis = nowMillis;
      membership.known = true;
      outputs.add(new RendezvousOutput.PeerSeen(topic, link.id, link.kind));
    }
  }

  void removeTopic(PeerLink link, String topic) {
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

  void describe(PeerLink link) {
    SignalMessage message =
        link.offering
            ? new SignalMessage.Offer(link.session, config.kind(), link.localSdp)
            : new SignalMessage.Answer(link.session, link.localSdp);
    outputs.add(new RendezvousOutput.Send(link.topic, link.id, message));
  }

  void flush(PeerLink link) {
    if (!link.outgoing.isEmpty()) {
      outputs.add(
          new RendezvousOutput.Send(
              link.topic, link.id, new SignalMessage.Candidates(link.session, link.outgoing)));
      link.outgoing.clear();
    }
  }

  void addCandidate(PeerLink link, IceCandidate candidate) {
    if (link.remoteCandidates >= REMOTE_CANDIDATES_MAX) {
      reject(Rejection.CANDIDATES_FULL);
    } else {
      link.remoteCandidates++;
      outputs.add(new RendezvousOutput.AddCandidate(link.connection, candidate));
    }
  }
}
