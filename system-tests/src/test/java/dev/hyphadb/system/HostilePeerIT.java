package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.system.LocalNetwork.Meeting;
import dev.hyphadb.system.NodeClient.Status;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile frames over a WebRTC data channel to two nodes that hold a database together: counted,
 * dropped, and nothing else changes.
 */
@Tag("security")
@Timeout(120)
class HostilePeerIT {
  private static final String DATABASE = "target";
  private static final int NODES = 200;
  private static final int FRAME_BYTES = 60_000;
  private static final int HEADER_BYTES = 7;
  private static final int NUMBER_AT = 5;
  private static final byte MORE = 1;
  private static final byte DEFLATED = 2;

  @TempDir static Path data;
  private static LocalNetwork network;
  private static Service a;
  private static NodeClient atA;
  private static NodeClient atB;
  private static URI signaling;
  private static final long SEED = Long.getLong("hypha.seed", System.nanoTime());
  private static final Random RANDOM = new Random(SEED);

  @BeforeAll
  static void start() throws Exception {
    System.out.println("HostilePeerIT: repeat with -Dhypha.seed=" + SEED);
    network = new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/hostile-peer"));
    Service coordinator = network.startSignaling();
    a = network.node("a");
    Service b = network.node("b");
    coordinator.awaitReady();
    signaling = coordinator.uri("ws").resolve("/v1/signaling");
    network.start(a, Meeting.COORDINATOR, Map.of());
    network.start(b, Meeting.COORDINATOR, Map.of());
    a.awaitReady();
    b.awaitReady();
    atA = new NodeClient(a, DATABASE);
    atB = new NodeClient(b, DATABASE);
    atA.putNumbered("n", 0, NODES, n -> {});
    Convergence.await(atA, atB, NODES);
  }

  @AfterAll
  static void end() {
    network.close();
  }

  /** What a peer sends to a victim. */
  private interface Attack {
    void on(Attacker attacker, PeerId victim);
  }

  /** Attacks both nodes; returns their sum of what was newly rejected for these reasons. */
  private static void attack(boolean isExpelled, Attack attack, String... reasons)
      throws Exception {
    attack(isExpelled, 1, attack, reasons);
  }

  /**
   * @param times how often each victim has to count one of the reasons, at least
   */
  private static void attack(boolean isExpelled, int times, Attack attack, String... reasons)
      throws Exception {
    Status before = atA.status();
    long rejectedAtB = sum(atB.status(), reasons);
    try (Attacker attacker = Attacker.silent(signaling, DATABASE)) {
      List<PeerId> victims = attacker.awaitVictims(2);
      for (PeerId victim : victims) {
        attack.on(attacker, victim);
        if (isExpelled) {
          attacker.awaitExpulsionBy(victim);
        }
      }
      Waiting.untilTrue(
          Convergence.LIMIT,
          () ->
              sum(atA.status(), reasons) >= sum(before, reasons) + times
                  && sum(atB.status(), reasons) >= rejectedAtB + times,
          () -> "not counted at both as " + Arrays.toString(reasons));
    }
    assertEquals(before.stateHash(), atA.status().stateHash());
    assertEquals(before.stateHash(), atB.status().stateHash());
    assertTrue(a.isReady());
    System.out.println("rejected so far: " + atA.status().rejections());
  }

  private static long sum(Status status, String... reasons) {
    return Arrays.stream(reasons).mapToLong(status::rejected).sum();
  }

  @Test
  void garbageIsCountedAndItsSenderExpelled() throws Exception {
    attack(
        true,
        (attacker, victim) -> {
          for (int i = 0; i < 200 && attacker.isConnected(victim); i++) {
            attacker.send(victim, RawSocket.randomBytes(RANDOM, FRAME_BYTES));
          }
        },
        "malformed-frame");
  }

  @Test
  void wellFramedGarbageIsCountedAndItsSenderExpelled() throws Exception {
    attack(
        true,
        (attacker, victim) -> {
          for (int i = 0; i < 200 && attacker.isConnected(victim); i++) {
            byte[] frame = RawSocket.randomBytes(RANDOM, 500);
            frame[0] = 0;
            attacker.send(victim, frame);
          }
        },
        "malformed-message",
        "malformed-frame");
  }

  @Test
  void endlessMessagesAndBombsAreCutOff() throws Exception {
    byte[] bomb = bomb();
    // The endless message and the bomb.
    attack(
        false,
        2,
        (attacker, victim) -> {
          sendEndlessly(attacker, victim, 150);
          byte[] end = new byte[HEADER_BYTES];
          number(end, 150);
          attacker.send(victim, end);
          attacker.send(victim, bomb);
        },
        "oversized-message");
  }

  /** Frames of one message that does not end, without a session and numbered from 0 on. */
  private static void sendEndlessly(Attacker attacker, PeerId victim, int frames) {
    for (int i = 0; i < frames; i++) {
      byte[] more = new byte[FRAME_BYTES];
      more[0] = MORE;
      number(more, i);
      attacker.send(victim, more);
    }
  }

  private static void number(byte[] frame, int number) {
    frame[NUMBER_AT] = (byte) (number >> 8);
    frame[NUMBER_AT + 1] = (byte) number;
  }

  /** 40 MB of zeros in one frame. */
  private static byte[] bomb() {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(new byte[40 << 20]);
      deflater.finish();
      byte[] frame = new byte[FRAME_BYTES];
      frame[0] = DEFLATED;
      int length = deflater.deflate(frame, HEADER_BYTES, FRAME_BYTES - HEADER_BYTES);
      assertTrue(deflater.finished(), "the bomb does not fit");
      return Arrays.copyOf(frame, HEADER_BYTES + length);
    } finally {
      deflater.end();
    }
  }

  @Test
  void replayedAndTruncatedConversationsChangeNothing() throws Exception {
    List<byte[]> said;
    try (Attacker speaker = Attacker.speaking(signaling, DATABASE, "guest", RANDOM)) {
      speaker.awaitVictims(2);
      Convergence.await(atA, atB, NODES + 1);
      said = speaker.said();
    }
    assertFalse(said.isEmpty());
    attack(
        false,
        (attacker, victim) -> {
          said.forEach(frame -> attacker.send(victim, frame));
          // More often than a peer may start over; the rest of it would end the connection before.
          for (int round = 0; round < 12; round++) {
            said.stream()
                .filter(HostilePeerIT::isHello)
                .forEach(frame -> attacker.send(victim, frame));
          }
        },
        "hello-again");
    attack(
        true,
        (attacker, victim) -> {
          for (int i = 0; i < 400 && attacker.isConnected(victim); i++) {
            byte[] frame = said.get(RANDOM.nextInt(said.size()));
            attacker.send(victim, Arrays.copyOf(frame, 1 + RANDOM.nextInt(frame.length - 1)));
          }
        },
        "malformed-frame",
        "malformed-message");
    atB.remove("guest");
    Convergence.await(atA, atB, NODES);
  }

  /** It names no session yet. */
  private static boolean isHello(byte[] frame) {
    return frame[1] == 0 && frame[2] == 0 && frame[3] == 0 && frame[4] == 0;
  }

  @Test
  void memoryDoesNotGrowWithHostileBytes() throws Exception {
    long before = 0;
    for (int round = 0; round < 6; round++) {
      attack(
          false, (attacker, victim) -> sendEndlessly(attacker, victim, 300), "oversized-message");
      if (round == 1) {
        before = Heap.usedBytes(a);
      }
    }
    long grown = Heap.usedBytes(a) - before;
    System.out.println("heap grew by " + grown + " bytes over 4 rounds of 18 MB");
    assertTrue(grown < 8 << 20, "the heap grew by " + grown + " bytes");
  }
}
