package dev.hyphadb.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that {@link LoopbackOnlyIT} starts in a network namespace: runs a network there, and
 * fails when a packet was sent to an address that is not this machine's.
 */
final class LonelyNetwork {
  /** The column of /proc/net/dev. */
  private static final int SENT_PACKETS = 9;

  private LonelyNetwork() {}

  public static void main(String[] arguments) throws Exception {
    long strayBefore = strayPackets();
    sendOneAway();
    if (strayPackets() != strayBefore + 1) {
      throw new IllegalStateException("the namespace does not count what leaves");
    }
    Path logs = Path.of("target/logs/lonely");
    try (LocalNetwork network =
        new LocalNetwork(LocalNetwork.checkout(), Path.of(arguments[0]), logs)) {
      LoopbackOnlyIT.workingNetwork(network);
    }
    long stray = strayPackets() - strayBefore - 1;
    System.out.println("in the namespace: " + stray + " packets to other addresses");
    if (stray != 0) {
      throw new AssertionError(stray + " packets were sent to addresses of other machines");
    }
  }

  private static void sendOneAway() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] any = new byte[1];
      socket.send(
          new DatagramPacket(
              any, any.length, InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 9));
    }
  }

  /** What was sent by the one interface that is not {@code lo}. */
  private static long strayPackets() throws IOException {
    String outer =
        Files.readAllLines(Path.of("/proc/net/dev")).stream()
            .map(String::trim)
            .filter(line -> line.startsWith("out0:"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("not in the test's namespace"));
    return Long.parseLong(outer.substring("out0:".length()).trim().split(" +")[SENT_PACKETS]);
  }
}
