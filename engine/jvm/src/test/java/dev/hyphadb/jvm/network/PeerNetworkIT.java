package dev.hyphadb.jvm.network;

import static dev.hyphadb.jvm.network.RecordingListener.take;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.signaling.LocalCoordinator;
import dev.hyphadb.jvm.signaling.LocalRelay;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks in one JVM, over real WebRTC on the loopback address, through signaling in memory. */
@Timeout(60)
final class PeerNetworkIT {
  static final NetworkOptions LOOPBACK =
      NetworkOptions.defaults().withAdvertisedAddress("127.0.0.1");

  @Test
  void framesOfEverySizeGoBothWays() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b =
            PeerNetwork.open(LOOPBACK.withKind("superpeer"), key -> hub.port(key.peer()))) {
      RecordingListener atA = new RecordingListener();
      RecordingListener atB = new RecordingListener();
      long start = System.nanoTime();
      Room roomA = a.join("myapp", atA);
      Room roomB = b.join("myapp", atB);
      assertEquals(b.self(), take(atA.joined, 10, "peer at A"));
      assertEquals(a.self(), take(atB.joined, 10, "peer at B"));
      System.out.println("connected after " + (System.nanoTime() - start) / 1_000_000.0 + " ms");
      assertEquals("superpeer", atA.kinds.getFirst());
      Random random = new Random(42);
      for (int size : new int[] {1, 2, 100, 16_384, 65_535, 65_536}) {
        byte[] frame = new byte[size];
        random.nextBytes(frame);
        assertTrue(roomA.send(b.self(), frame));
        assertTrue(roomB.send(a.self(), frame));
        assertArrayEquals(frame, take(atB.frames, 5, "frame at B").frame());
        assertArrayEquals(frame, take(atA.frames, 5, "frame at A").frame());
      }
      printRoundTrips(roomA, roomB, atA, atB, a, b);
      onlyLoopbackCandidates(hub);
    }
  }

  @Test
  void meetThroughTheCoordinator() {
    try (LocalCoordinator coordinator = LocalCoordinator.launch()) {
      meet(LOOPBACK.withSignalingUrl(coordinator.url()), "coordinator");
    }
  }

  @Test
  void meetThroughNostrRelaysOneOfWhichRefuses() {
    try (LocalRelay good = LocalRelay.launch();
        LocalRelay refusing = LocalRelay.launch()) {
      refusing.refuseWith("pow: 28 bits needed");
      meet(LOOPBACK.withRelayUrls(List.of(refusing.url(), good.url())), "relays");
    }
  }

  @Test
  void meetThroughBothAtOnce() {
    try (LocalRelay relay = LocalRelay.launch();
        LocalCoordinator coordinator = LocalCoordinator.launch()) {
      meet(
          LOOPBACK.withRelayUrls(List.of(relay.url())).withSignalingUrl(coordinator.url()), "both");
    }
  }

  @Test
  void wrongUseIsRefusedInPlainWords() {
    URI wrong = URI.create("http://127.0.0.1/");
    assertThrows(
        IllegalArgumentException.class, () -> PeerNetwork.open(LOOPBACK.withSignalingUrl(wrong)));
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      Room room = a.join("myapp", new RecordingListener());
      assertThrows(IllegalStateException.class, () -> a.join("myapp", new RecordingListener()));
      PeerId nobody = new PeerId("0".repeat(64));
      assertFalse(room.send(nobody, new byte[1]));
      assertThrows(IllegalArgumentException.class, () -> room.send(nobody, new byte[0]));
      assertThrows(IllegalArgumentException.class, () -> room.send(nobody, new byte[65_537]));
    }
  }

  private static void meet(NetworkOptions options, String through) {
    RecordingListener atA = new RecordingListener();
    RecordingListener atB = new RecordingListener();
    try (PeerNetwork a = PeerNetwork.open(options)) {
      Room roomA = a.join("myapp", atA);
      PeerId left;
      try (PeerNetwork b = PeerNetwork.open(options)) {
        left = b.self();
        long start = System.nanoTime();
        Room roomB = b.join("myapp", atB);
        assertEquals(b.self(), take(atA.joined, 10, "peer at A"));
        assertEquals(a.self(), take(atB.joined, 10, "peer at B"));
        System.out.printf(
            "through %s: connected after %.1f ms%n", through, (System.nanoTime() - start) / 1e6);
        assertTrue(roomA.send(b.self(), new byte[] {1}));
        assertTrue(roomB.send(a.self(), new byte[] {2}));
        assertArrayEquals(new byte[] {1}, take(atB.frames, 5, "frame at B").frame());
        assertArrayEquals(new byte[] {2}, take(atA.frames, 5, "frame at A").frame());
      }
      assertEquals(left, take(atA.left, 5, "peer leaving A"));
    }
  }

  @Test
  void threePeersFormAFullMesh() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork c = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      for (PeerNetwork network : List.of(a, b, c)) {
        RecordingListener listener = new RecordingListener();
        listeners.put(network, listener);
        joined.put(network, network.join("myapp", listener));
      }
      for (PeerNetwork network : List.of(a, b, c)) {
        take(listeners.get(network).joined, 10, "first peer");
        take(listeners.get(network).joined, 10, "second peer");
        Set<PeerId> others = new HashSet<>(List.of(a.self(), b.self(), c.self()));
        others.remove(network.self());
        assertEquals(others, new HashSet<>(joined.get(network).peers()));
        others.forEach(peer -> assertTrue(joined.get(network).send(peer, new byte[] {7})));
      }
      listeners.values().forEach(listener -> take(listener.frames, 5, "frame"));
      listeners.values().forEach(listener -> take(listener.frames, 5, "frame"));
      int offers = 0;
      for (MemorySignaling.Carried carried : hub.carried()) {
        offers += SignalCodec.decode(carried.payload()) instanceof SignalMessage.Offer ? 1 : 0;
      }
      assertEquals(3, offers, "one connection a pair");
    }
  }

  @Test
  void roomsShareTheConnectionAndArePrivateToTheirMembers() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      Pair first = Pair.joined(a, b, "first");
      Pair second = Pair.joined(a, b, "second");
      assertTrue(first.roomA.send(b.self(), new byte[] {1}));
      assertTrue(second.roomA.send(b.self(), new byte[] {2}));
      assertArrayEquals(
          new byte[] {1}, take(first.atB.frames, 5, "frame in the first room").frame());
      assertArrayEquals(
          new byte[] {2}, take(second.atB.frames, 5, "frame in the second room").frame());
      first.roomB.close();
      assertEquals(b.self(), take(first.atA.left, 5, "leaving of the first room"));
      assertFalse(first.roomA.send(b.self(), new byte[] {3}));
      assertTrue(second.roomB.send(a.self(), new byte[] {4}));
      assertArrayEquals(
          new byte[] {4}, take(second.atA.frames, 5, "frame after the leaving").frame());
      assertTrue(second.atA.left.isEmpty());
      long offers =
          hub.carried().stream()
              .filter(
                  carried -> SignalCodec.decode(carried.payload()) instanceof SignalMessage.Offer)
              .count();
      assertEquals(1, offers, "both rooms use one connection");

      RecordingListener again = new RecordingListener();
      Room roomB = b.join("first", again);
      assertEquals(a.self(), take(again.joined, 5, "joining again"));
      assertEquals(b.self(), take(first.atA.joined, 5, "the peer that came back"));
      assertTrue(roomB.send(a.self(), new byte[] {5}));
      assertArrayEquals(
          new byte[] {5}, take(first.atA.frames, 5, "frame after coming back").frame());
    }
  }

  @Test
  void leavingTheOnlyRoomAndJoiningAgain() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      Pair pair = Pair.joined(a, b, "myapp");
      for (int round = 0; round < 5; round++) {
        pair.roomB.close();
        assertEquals(b.self(), take(pair.atA.left, 5, "leaving in round " + round));
        pair.roomB = b.join("myapp", pair.atB);
        assertEquals(b.self(), take(pair.atA.joined, 5, "coming back in round " + round));
        assertEquals(a.self(), take(pair.atB.joined, 5, "seeing A again in round " + round));
        assertTrue(pair.roomA.send(b.self(), new byte[] {(byte) round}));
        assertArrayEquals(new byte[] {(byte) round}, take(pair.atB.frames, 5, "frame").frame());
      }
    }
  }

  @Test
  void garbageInSignalingIsCountedAndHarmless() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      Pair pair = Pair.joined(a, b, "myapp");
      long seed = System.nanoTime();
      System.out.println("garbage with seed " + seed);
      Random random = new Random(seed);
      PeerId stranger = new PeerId("ff".repeat(32));
      for (int i = 0; i < 500; i++) {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        hub.inject(stranger, Topics.of("myapp"), a.self(), garbage);
      }
      hub.inject(
          stranger,
          Topics.of("myapp"),
          a.self(),
          SignalCodec.encode(new SignalMessage.Offer(1, "peer", "v=0")));
      hub.inject(
          stranger,
          Topics.of("myapp"),
          a.self(),
          SignalCodec.encode(new SignalMessage.Answer(9, "v=0")));
      Pair second = Pair.joined(a, b, "after the garbage");
      assertTrue(second.roomA.send(b.self(), new byte[] {1}));
      assertTrue(pair.roomA.send(b.self(), new byte[] {1}));
      take(pair.atB.frames, 5, "frame after the garbage");
      assertTrue(a.rejections().get("signal-malformed") >= 490, a.rejections().toString());
      assertTrue(a.rejections().get("signal-stale") >= 1, a.rejections().toString());
    }
  }

  @Test
  void aFullChannelHoldsBackAndBecomesWritable() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()))) {
      Pair pair = Pair.joined(a, b, "myapp");
      int refused = 0;
      int frames = 1_000;
      long start = System.nanoTime();
      for (int i = 0; i < frames; i++) {
        byte[] frame = new byte[65_536];
        frame[0] = (byte) i;
        while (!pair.roomA.send(b.self(), frame)) {
          refused++;
          assertTrue(pair.roomA.bufferedBytes(b.self()) <= 1 << 20);
          take(pair.atA.writable, 10, "room in the channel");
        }
      }
      for (int i = 0; i < frames; i++) {
        assertEquals((byte) i, take(pair.atB.frames, 10, "frame " + i).frame()[0]);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "64 KiB frames: %.0f MB/s, held back %d times%n", frames * 0.065536 / seconds, refused);
      assertTrue(refused > 0, "64 MB do not fit into 1 MiB");
    }
  }

  @Test
  void aKilledProcessIsNoticed() throws Exception {
    try (LocalCoordinator coordinator = LocalCoordinator.launch();
        PeerNetwork a = PeerNetwork.open(LOOPBACK.withSignalingUrl(coordinator.url()))) {
      RecordingListener atA = new RecordingListener();
      Room roomA = a.join("myapp", atA);
      Process process = EchoPeer.launch(coordinator.url());
      try {
        PeerId other = take(atA.joined, 20, "the other process");
        long[] nanos = new long[3_000];
        byte[] ping = new byte[200];
        for (int i = 0; i < nanos.length; i++) {
          long start = System.nanoTime();
          assertTrue(roomA.send(other, ping));
          take(atA.frames, 5, "echo " + i);
          nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos, 1_000, nanos.length);
        System.out.printf(
            "to another process and back: p50 %d us, p99 %d us%n",
            nanos[2_000] / 1_000, nanos[2_980] / 1_000);
        process.destroyForcibly();
        long start = System.nanoTime();
        assertEquals(other, take(atA.left, 20, "notice of the killed process"));
        System.out.printf(
            "killed process noticed after %.1f s%n", (System.nanoTime() - start) / 1e9);
      } finally {
        process.destroyForcibly();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      }
    }
  }

  private final Map<PeerNetwork, RecordingListener> listeners = new LinkedHashMap<>();
  private final Map<PeerNetwork, Room> joined = new LinkedHashMap<>();

  /** Two networks in a room of which each has seen the other. */
  private static final class Pair {
    final RecordingListener atA = new RecordingListener();
    final RecordingListener atB = new RecordingListener();
    Room roomA;
    Room roomB;

    static Pair joined(PeerNetwork a, PeerNetwork b, String name) {
      Pair pair = new Pair();
      pair.roomA = a.join(name, pair.atA);
      pair.roomB = b.join(name, pair.atB);
      assertEquals(b.self(), take(pair.atA.joined, 10, "peer at A in " + name));
      assertEquals(a.self(), take(pair.atB.joined, 10, "peer at B in " + name));
      return pair;
    }
  }

  private static void printRoundTrips(
      Room roomA,
      Room roomB,
      RecordingListener atA,
      RecordingListener atB,
      PeerNetwork a,
      PeerNetwork b) {
    int rounds = 3_000;
    long[] nanos = new long[rounds];
    byte[] ping = new byte[200];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      roomA.send(b.self(), ping);
      take(atB.frames, 5, "ping");
      roomB.send(a.self(), ping);
      take(atA.frames, 5, "pong");
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, 1_000, rounds);
    System.out.printf(
        "round trip p50 %d us, p99 %d us%n", nanos[2_000] / 1_000, nanos[2_980] / 1_000);
  }

  private static void onlyLoopbackCandidates(MemorySignaling hub) {
    int candidates = 0;
    for (MemorySignaling.Carried carried : hub.carried()) {
      if (SignalCodec.decode(carried.payload()) instanceof SignalMessage.Candidates some) {
        for (var candidate : some.candidates()) {
          assertEquals("127.0.0.1", candidate.text().split(" ")[4], candidate.text());
          candidates++;
        }
      }
    }
    assertTrue(candidates >= 2, "both sides told where they are");
  }
}
