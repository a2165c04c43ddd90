package dev.hyphadb.jvm.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The transport alone, with the handshake carried by hand. */
@Timeout(120)
final class WebRtcTransportIT {
  private static final WebRtcOptions LOOPBACK = new WebRtcOptions(List.of(), "127.0.0.1");

  /** What a transport reported. */
  private record Event(String what, int connection, Object detail) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private Transport.Listener listener(String side) {
    return new Transport.Listener() {
      @Override
      public void described(int connection, String sdp) {
        events.add(new Event(side + " described", connection, sdp));
      }

      @Override
      public void candidate(int connection, IceCandidate candidate) {
        events.add(new Event(side + " candidate", connection, candidate));
      }

      @Override
      public void state(int connection, Transport.State state) {
        events.add(new Event(side + " " + state, connection, null));
      }

      @Override
      public void channelOpened(int connection, String label) {
        events.add(new Event(side + " opened", connection, label));
      }

      @Override
      public void channelClosed(int connection, String label) {
        events.add(new Event(side + " closed", connection, label));
      }

      @Override
      public void frame(int connection, String label, byte[] frame) {
        events.add(new Event(side + " frame", connection, frame));
      }
    };
  }

  /** Carries the handshake until both sides have the channel. */
  private void connect(Transport a, Transport b, int connection) throws InterruptedException {
    a.offer(connection, List.of("room"));
    for (int opened = 0; opened < 2; ) {
      Event event = events.poll(10, TimeUnit.SECONDS);
      assertTrue(event != null, "connection " + connection + " stands still");
      switch (event.what()) {
        case "A described" -> b.answer(connection, (String) event.detail());
        case "B described" -> a.accept(connection, (String) event.detail());
        case "A candidate" -> b.addCandidate(connection, (IceCandidate) event.detail());
        case "B candidate" -> a.addCandidate(connection, (IceCandidate) event.detail());
        case "A opened", "B opened" -> opened++;
        case "A CLOSED", "B CLOSED" ->
            throw new AssertionError("connection " + connection + " failed");
        default -> {
          // States on the way.
        }
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closedConnectionsLeaveLittleBehind() throws Exception {
    try (Transport a = new WebRtcTransport(LOOPBACK);
        Transport b = new WebRtcTransport(LOOPBACK)) {
      a.start(listener("A"));
      b.start(listener("B"));
      int connection = 0;
      long before = 0;
      for (int i = 0; i < 600; i++) {
        if (i == 200) {
          before = residentKilobytes();
        }
        connect(a, b, ++connection);
        a.close(connection);
        b.close(connection);
        events.clear();
      }
      long grown = residentKilobytes() - before;
      System.out.println("400 connects, both sides: " + grown + " KB more resident");
      assertTrue(grown < 400 * 2 * 30, "grew by " + grown + " KB over 400 connects");
    }
  }

  @Test
  void candidatesElsewhereAndBrokenDescriptionsAreRefused() throws Exception {
    try (WebRtcTransport a = new WebRtcTransport(LOOPBACK)) {
      a.start(listener("A"));
      a.answer(1, "v=0 this is no session description");
      Event event = events.poll(10, TimeUnit.SECONDS);
      assertEquals(new Event("A CLOSED", 1, null), event);
      a.offer(2, List.of("room"));
      a.addCandidate(
          2, new IceCandidate("0", 0, "candidate:1 1 udp 2122260223 192.0.2.1 9 typ host"));
      a.addCandidate(
          2, new IceCandidate("0", 0, "candidate:1 1 udp 2122260223 x.local 9 typ host"));
      assertEquals(2, a.rejections().get("candidate"));
      a.close(1);
      a.close(2);
      a.close(2);
    }
  }
}
