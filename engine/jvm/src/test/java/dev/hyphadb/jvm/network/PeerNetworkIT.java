package dev.hyphadb.jvm.network;

import static dev.hyphadb.jvm.network.RecordingListener.take;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks in one JVM, over real WebRTC on the loopback address, through signaling in memory. */
@Timeout(60)
final class PeerNetworkIT {
  static final NetworkOptions LOOPBACK = NetworkOptions.defaults().withAdvertisedAddress("127.0.0.1");

  @Test
  void framesOfEverySizeGoBothWays() {
    try (MemorySignaling hub = new MemorySignaling();
        PeerNetwork a = PeerNetwork.open(LOOPBACK, key -> hub.port(key.peer()));
        PeerNetwork b = PeerNetwork.open(LOOPBACK.withKind("superpeer"), key -> hub.port(key.peer()))) {
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

  private static void printRoundTrips(
      Room roomA, Room roomB, RecordingListener atA, RecordingListener atB, PeerNetwork a, PeerNetwork b) {
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
    System.out.printf("round trip p50 %d us, p99 %d us%n", nanos[2_000] / 1_000, nanos[2_980] / 1_000);
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
