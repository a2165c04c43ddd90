package dev.hyphadb.fuzz;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Rendezvous;
import dev.hyphadb.core.signal.RendezvousConfig;
import dev.hyphadb.core.signal.RendezvousOutput;
import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import dev.hyphadb.core.signal.Transport;
import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers that say anything in any order while connections come, fail and go: what follows is
 * bounded.
 */
final class RendezvousTarget implements Target {
  private static final int STEPS_MAX = 200;

  /** To give a connection up, and then its peer. */
  private static final int TICKS_MAX = 2;

  private static final int PEERS_MAX = 4;
  private static final int CONNECTING_MAX = 2;

  /** Of one step: to announce a few topics, to close and open for a few peers. */
  private static final int OUTPUTS_MAX = 64;

  private static final List<String> TOPICS = List.of("1".repeat(64), "2".repeat(64));
  private static final PeerId SELF = peer(3);

  private static PeerId peer(int number) {
    return new PeerId(Integer.toHexString(number & 7).repeat(64));
  }

  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    Rendezvous rendezvous =
        new Rendezvous(new RendezvousConfig(SELF, "peer", 30_000, PEERS_MAX, CONNECTING_MAX));
    long now = 1_700_000_000_000L;
    List<Integer> connections = new ArrayList<>();
    rendezvous.signalingUp(now);
    rendezvous.join(TOPICS.get(0), now);
    for (int step = 0; step < STEPS_MAX && !pieces.isEmpty(); step++) {
      now += pieces.octet() * 100L;
      step(rendezvous, pieces, connections, now);
      Promise.holds(drain(rendezvous, connections) <= OUTPUTS_MAX, "outputs of a step are few");
      int ticks = 0;
      while (rendezvous.deadlineMillis() <= now) {
        Promise.holds(++ticks <= TICKS_MAX, "after some ticks there is time until the next");
        rendezvous.tick(now);
        drain(rendezvous, connections);
      }
    }
  }

  private static void step(
      Rendezvous rendezvous, Pieces pieces, List<Integer> connections, long now) {
    int kind = pieces.octet();
    String topic = TOPICS.get(kind >> 7);
    int connection =
        connections.isEmpty() ? kind : connections.get(pieces.octet() % connections.size());
    switch (kind & 15) {
      case 0 -> rendezvous.join(topic, now);
      case 1 -> rendezvous.leave(topic, now);
      case 2 -> rendezvous.gone(topic, peer(pieces.octet()));
      case 3 -> rendezvous.signalingDown();
      case 4 -> rendezvous.signalingUp(now);
      case 5 -> rendezvous.described(connection, "v=0\r\n");
      case 6 -> rendezvous.candidate(connection, new IceCandidate("0", 0, "candidate:"), now);
      case 7 -> rendezvous.state(connection, state(pieces.octet()), now);
      case 8 -> rendezvous.channelOpened(connection, topic);
      case 9 -> rendezvous.channelClosed(connection, topic, now);
      case 10 -> rendezvous.expel(connection, now);
      default -> rendezvous.received(topic, peer(pieces.octet()), pieces.piece(), now);
    }
  }

  private static Transport.State state(int number) {
    return Transport.State.values()[number % Transport.State.values().length];
  }

  private static int drain(Rendezvous rendezvous, List<Integer> connections) {
    int outputs = 0;
    RendezvousOutput output = rendezvous.poll();
    while (output != null) {
      outputs++;
      switch (output) {
        case RendezvousOutput.Offer offer -> connections.add(offer.connection());
        case RendezvousOutput.Answer answer -> connections.add(answer.connection());
        case RendezvousOutput.Close close ->
            connections.remove(Integer.valueOf(close.connection()));
        default -> {
          // Nothing that the next steps need.
        }
      }
      output = rendezvous.poll();
    }
    Promise.holds(connections.size() <= PEERS_MAX, "there are no more connections than peers");
    return outputs;
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int from = 1; from < 6; from += 4) {
      Assembly all = new Assembly();
      for (SignalMessage message : SignalTarget.messages()) {
        all.octet(3).octet(15).octet(from).piece(SignalCodec.encode(message));
      }
      seeds.add(all.octet(1).octet(7).octet(0).octet(0).octet(1).octet(8).octet(0).toByteArray());
    }
    return seeds;
  }
}
