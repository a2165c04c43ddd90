package dev.hyphadb.core.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.signal.MeetingPlace.Peer;
import dev.hyphadb.core.sync.PeerId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RendezvousTest {
  private static final String TOPIC = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @Test
  void twoPeersMeetInAFewMessagesWhoeverComesFirst() {
    for (int first = 1; first <= 2; first++) {
      MeetingPlace place = new MeetingPlace(1, 0);
      Peer a = place.add(first);
      Peer b = place.add(3 - first);
      a.join(TOPIC);
      place.runUntil(1_000);
      b.join(TOPIC);
      place.runUntil(1_020);
      assertEquals(1, a.present.size());
      assertEquals(1, b.present.size());
      assertEquals(1, a.attempts + b.attempts);
      place.runUntil(200_000);
      assertEquals(1, a.attempts + b.attempts, "a standing connection is left alone");
    }
  }

  @Test
  void lossDelayAndRepetitionOnlyTakeLonger() {
    Random seeds = new Random();
    for (int round = 0; round < 20; round++) {
      long seed = seeds.nextLong();
      MeetingPlace place = new MeetingPlace(seed, 30);
      for (int i = 1; i <= 12; i++) {
        place.add(i).join(TOPIC);
      }
      place.runUntil(300_000);
      for (Peer peer : place.peers) {
        assertEquals(11, peer.present.size(), "seed " + seed + ", peer " + peer.id);
      }
    }
  }

  @Test
  void roomsShareOneConnection() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(1);
    Peer b = place.add(2);
    for (String topic : new String[] {TOPIC, OTHER}) {
      a.join(topic);
      b.join(topic);
      place.runUntil(place.nowMillis + 100);
    }
    assertEquals(2, a.present.size());
    assertEquals(2, b.present.size());
    assertEquals(1, a.attempts);
    b.leave(TOPIC);
    place.runUntil(place.nowMillis + 100);
    assertEquals(1, a.present.size());
    b.join(TOPIC);
    place.runUntil(place.nowMillis + 100);
    assertEquals(2, a.present.size());
    assertEquals(1, a.attempts);
    b.leave(TOPIC);
    b.leave(OTHER);
    place.runUntil(place.nowMillis + 100);
    assertEquals(0, a.present.size());
    assertTrue(a.wires.isEmpty());
  }

  @Test
  void aSilentPeerIsGivenUpSoonerWhenSignalingSawItGo() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(1);
    Peer b = place.add(2);
    Peer c = place.add(3);
    place.peers.forEach(peer -> peer.join(TOPIC));
    place.runUntil(1_000);
    place.kill(b);
    place.runUntil(1_010);
    a.rendezvous.gone(TOPIC, b.id);
    place.drain(a);
    assertEquals(1, a.present.size());
    assertEquals(2, c.present.size(), "C was told nothing and still hopes");
    place.runUntil(12_000);
    assertEquals(1, c.present.size());
    place.runUntil(300_000);
    assertEquals(2, a.attempts, "A offered to B and C once each, and never to the dead");
    assertEquals(0, c.attempts);
  }

  @Test
  void signsOfPresenceAreReportedAndTheirEnd() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(1);
    Peer b = place.add(2);
    Peer c = place.add(3);
    place.peers.forEach(peer -> peer.join(TOPIC));
    place.runUntil(95_000);
    assertEquals(4, a.seen.stream().filter(b.id::equals).count(), "at once, then every 30 s");
    c.leave(TOPIC);
    place.kill(b);
    place.runUntil(110_000);
    assertEquals(List.of(), a.lost, "one said goodbye, the other may come back");
    place.runUntil(210_000);
    assertEquals(List.of(b.id), a.lost);
  }

  @Test
  void whatComesByTwoWaysIsSeenOnce() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(1);
    a.join(TOPIC);
    receive(a, TOPIC, 20, new SignalMessage.Announce("superpeer"));
    receive(a, TOPIC, 20, new SignalMessage.Announce("superpeer"));
    place.drain(a);
    assertEquals(List.of(MeetingPlace.id(20)), a.seen);
    a.rendezvous.gone(TOPIC, MeetingPlace.id(20));
    place.drain(a);
    assertEquals(List.of(MeetingPlace.id(20)), a.lost);
  }

  @Test
  void strangersCannotFillTheTable() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(new RendezvousConfig(MeetingPlace.id(5_000), "peer", 30_000, 100, 8), 0);
    a.join(TOPIC);
    byte[] announce = SignalCodec.encode(new SignalMessage.Announce("peer"));
    byte[] candidates =
        SignalCodec.encode(
            new SignalMessage.Candidates(
                1, java.util.List.of(new IceCandidate("0", 0, "candidate:1"))));
    for (int i = 0; i < 10_000; i++) {
      PeerId stranger = MeetingPlace.id(10_000 + i);
      a.rendezvous.received(TOPIC, stranger, i % 2 == 0 ? announce : candidates, 0);
      place.drain(a);
    }
    assertEquals(9_900, a.rendezvous.rejected(Rejection.PEERS_FULL));
    assertTrue(a.attempts <= 8, "no more than 8 attempts at once, not " + a.attempts);
    place.runUntil(200_000);
    a.rendezvous.received(TOPIC, MeetingPlace.id(1), announce, 200_000);
    assertEquals(9_900, a.rendezvous.rejected(Rejection.PEERS_FULL), "strangers are forgotten");
  }

  @Test
  void whatTheRulesGiveToTheOtherSideIsRefused() {
    MeetingPlace place = new MeetingPlace(1, 0);
    Peer a = place.add(10);
    a.join(TOPIC);
    receive(a, TOPIC, 20, new SignalMessage.Offer(1, "peer", "v=0"));
    assertEquals(1, a.rendezvous.rejected(Rejection.WRONG_SIDE));
    receive(a, TOPIC, 5, new SignalMessage.Call("peer", 0));
    assertEquals(2, a.rendezvous.rejected(Rejection.WRONG_SIDE));
    receive(a, TOPIC, 30, new SignalMessage.Answer(1, "v=0"));
    assertEquals(1, a.rendezvous.rejected(Rejection.STALE));
    receive(a, OTHER, 30, new SignalMessage.Announce("peer"));
    assertEquals(1, a.rendezvous.rejected(Rejection.UNKNOWN_TOPIC));
    receive(a, TOPIC, 10, new SignalMessage.Announce("peer"));
    assertEquals(1, a.rendezvous.rejected(Rejection.OWN_NAME));
    a.rendezvous.received(TOPIC, MeetingPlace.id(30), new byte[] {(byte) 0xc1}, 0);
    assertEquals(1, a.rendezvous.rejected(Rejection.MALFORMED));
  }

  @Test
  void aPeerThatOffersWithoutEndIsSlowedDown() {
    Rendezvous rendezvous = new Rendezvous(RendezvousConfig.of(MeetingPlace.id(10), "peer"));
    rendezvous.join(TOPIC, 0);
    int answers = 0;
    for (int session = 1; session <= 1_000; session++) {
      byte[] offer = SignalCodec.encode(new SignalMessage.Offer(session, "peer", "v=0"));
      rendezvous.received(TOPIC, MeetingPlace.id(5), offer, session);
      for (RendezvousOutput output; (output = rendezvous.poll()) != null; ) {
        answers += output instanceof RendezvousOutput.Answer ? 1 : 0;
      }
    }
    assertEquals(4, answers);
    assertEquals(996, rendezvous.rejected(Rejection.BUSY));
  }

  private static void receive(Peer peer, String topic, int from, SignalMessage message) {
    peer.rendezvous.received(topic, MeetingPlace.id(from), SignalCodec.encode(message), 0);
  }
}
