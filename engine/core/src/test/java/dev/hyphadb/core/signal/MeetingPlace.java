package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several rendezvous on virtual time, with signaling that delays and loses, and connections without
 * a network.
 */
final class MeetingPlace {
  /** One participant. */
  final class Peer {
    final PeerId id;
    final Rendezvous rendezvous;
    final Set<String> topics = new HashSet<>();

    /** {@code topic/peer} of everybody present. */
    final Set<String> present = new TreeSet<>();

    /** Whose signs of presence were reported, one entry each. */
    final List<PeerId> seen = new ArrayList<>();

    final List<PeerId> lost = new ArrayList<>();
    final Map<Integer, Wire> wires = new LinkedHashMap<>();
    int attempts;
    boolean dead;

    Peer(int number, RendezvousConfig config) {
      this.id = config.self();
      this.rendezvous = new Rendezvous(config);
    }

    void join(String topic) {
      topics.add(topic);
      rendezvous.join(topic, nowMillis);
      drain(this);
    }

    void leave(String topic) {
      rendezvous.leave(topic, nowMillis);
      drain(this);
      topics.remove(topic);
      present.removeIf(entry -> entry.startsWith(topic + "/"));
    }
  }

  /** A connection's two ends, and the channels open in it. */
  static final class Wire {
    final Peer offering;
    final int offeringConnection;
    final List<String> labels;
    Peer answering;
    int answeringConnection;
    boolean up;

    Wire(Peer offering, int connection, List<String> labels) {
      this.offering = offering;
      this.offeringConnection = connection;
      this.labels = new ArrayList<>(labels);
    }
  }

  private record Event(long atMillis, long order, Runnable action) {}

  final List<Peer> peers = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) ->
          a.atMillis != b.atMillis
              ? Long.compare(a.atMillis, b.atMillis)
              : Long.compare(a.order, b.order));
  private final List<Wire> wires = new ArrayList<>();
  private final Random random;
  private final int lossPercent;
  private long order;
  long nowMillis;

  MeetingPlace(long seed, int lossPercent) {
    this.random = new Random(seed);
    this.lossPercent = lossPercent;
  }

  static PeerId id(int number) {
    String hex = Integer.toHexString(number);
    return new PeerId("0".repeat(64 - hex.length()) + hex);
  }

  Peer add(int number) {
    return add(RendezvousConfig.of(id(number), "peer"), number);
  }

  Peer add(RendezvousConfig config, int number) {
    Peer peer = new Peer(number, config);
    peers.add(peer);
    peer.rendezvous.signalingUp(nowMillis);
    return peer;
  }

  /** Runs until the time. */
  void runUntil(long untilMillis) {
    for (int steps = 0; steps < 2_000_000; steps++) {
      Event event = events.peek();
      long next = event == null ? Long.MAX_VALUE : event.atMillis;
      for (Peer peer : peers) {
        next = peer.dead ? next : Math.min(next, peer.rendezvous.deadlineMillis());
      }
      if (next > untilMillis) {
        nowMillis = untilMillis;
        return;
      }
      nowMillis = Math.max(nowMillis, next);
      if (event != null && event.atMillis <= nowMillis) {
        events.poll().action.run();
      }
      for (Peer peer : peers) {
        if (!peer.dead && peer.rendezvous.deadlineMillis() <= nowMillis) {
          peer.rendezvous.tick(nowMillis);
          drain(peer);
        }
      }
    }
    throw new AssertionError("no end of events at " + nowMillis + " ms");
  }

  private void later(long delayMillis, Runnable action) {
    events.add(new Event(nowMillis + delayMillis, order++, action));
  }

  private void carry(Peer from, String topic, PeerId to, SignalMessage message) {
    byte[] payload = SignalCodec.encode(message);
    for (Peer peer : peers) {
      boolean addressed = to == null ? peer != from : peer.id.equals(to);
      if (addressed && random.nextInt(100) >= lossPercent) {
        int copies = random.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
          later(
              1 + random.nextInt(lossPercent == 0 ? 1 : 50),
              () -> arrive(peer, topic, from.id, payload));
        }
      }
    }
  }

  private void arrive(Peer peer, String topic, PeerId from, byte[] payload) {
    if (!peer.dead && peer.topics.contains(topic)) {
      peer.rendezvous.received(topic, from, payload, nowMillis);
      drain(peer);
    }
  }

  void drain(Peer peer) {
    for (RendezvousOutput output; (output = peer.rendezvous.poll()) != null; ) {
      switch (output) {
        case RendezvousOutput.Publish publish ->
            carry(peer, publish.topic(), null, publish.message());
        case RendezvousOutput.Send send -> carry(peer, send.topic(), send.to(), send.message());
        case RendezvousOutput.Offer offer -> {
          peer.attempts++;
          Wire wire = new Wire(peer, offer.connection(), offer.labels());
          wires.add(wire);
          peer.wires.put(offer.connection(), wire);
          int number = wires.size() - 1;
          report(peer, () -> peer.rendezvous.described(offer.connection(), "offer " + number));
          report(
              peer,
              () ->
                  peer.rendezvous.candidate(
                      offer.connection(), new IceCandidate("0", 0, "candidate:1"), nowMillis));
        }
        case RendezvousOutput.Answer answer -> {
          Wire wire = wires.get(Integer.parseInt(answer.sdp().substring(6)));
          wire.answering = peer;
          wire.answeringConnection = answer.connection();
          peer.wires.put(answer.connection(), wire);
          report(peer, () -> peer.rendezvous.described(answer.connection(), "answer"));
        }
        case RendezvousOutput.Accept accept -> {
          Wire wire = peer.wires.get(accept.connection());
          wire.up = true;
          wire.labels.forEach(label -> openBoth(wire, label));
        }
        case RendezvousOutput.AddCandidate ignored -> {}
        case RendezvousOutput.OpenChannel open ->
            openBoth(peer.wires.get(open.connection()), open.label());
        case RendezvousOutput.CloseChannel close -> {
          Wire wire = peer.wires.get(close.connection());
          Peer other = other(wire, peer);
          report(
              other,
              () ->
                  other.rendezvous.channelClosed(
                      connection(wire, other), close.label(), nowMillis));
        }
        case RendezvousOutput.Close close -> {
          Wire wire = peer.wires.remove(close.connection());
          Peer other = other(wire, peer);
          if (wire.up && other != null) {
            wire.up = false;
            report(
                other,
                () ->
                    other.rendezvous.state(
                        connection(wire, other), Transport.State.CLOSED, nowMillis));
          }
        }
        case RendezvousOutput.PeerJoined joined -> {
          if (!peer.present.add(joined.topic() + "/" + joined.peer().hex())) {
            throw new AssertionError(joined + " joined twice at " + peer.id);
          }
        }
        case RendezvousOutput.PeerLeft left -> {
          if (!peer.present.remove(left.topic() + "/" + left.peer().hex())) {
            throw new AssertionError(left + " left without being there at " + peer.id);
          }
        }
        case RendezvousOutput.PeerSeen seen -> peer.seen.add(seen.peer());
        case RendezvousOutput.PeerLost lost -> peer.lost.add(lost.peer());
      }
    }
  }

  private void report(Peer peer, Runnable event) {
    later(
        1,
        () -> {
          if (peer != null && !peer.dead) {
            event.run();
            drain(peer);
          }
        });
  }

  private void openBoth(Wire wire, String label) {
    report(
        wire.offering,
        () -> wire.offering.rendezvous.channelOpened(wire.offeringConnection, label));
    report(
        wire.answering,
        () -> wire.answering.rendezvous.channelOpened(wire.answeringConnection, label));
  }

  private static Peer other(Wire wire, Peer peer) {
    return wire.offering == peer ? wire.answering : wire.offering;
  }

  private static int connection(Wire wire, Peer peer) {
    return wire.offering == peer ? wire.offeringConnection : wire.answeringConnection;
  }

  /** The process ends without a word; the others' connections fall silent. */
  void kill(Peer peer) {
    peer.dead = true;
    peer.wires
        .values()
        .forEach(wire -> {
          Peer other = other(wire, peer);
          report(
              other,
              () ->
                  other.rendezvous.state(
                      connection(wire, other), Transport.State.DISCONNECTED, nowMillis));
        });
  }
}
