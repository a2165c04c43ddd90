package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.system.LocalNetwork.Meeting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network that stays on 127.0.0.1: no socket of its processes leads elsewhere, and no packet
 * leaves by the interface that the default route names.
 */
@Timeout(120)
class LoopbackOnlyIT {
  /** Without IPv6 on the outer interface, which would introduce itself there. */
  private static final String NAMESPACE =
      """
      set -e
      ip link set lo up
      if [ -w /proc/sys/net/ipv6/conf/default/disable_ipv6 ]; then
        echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
      fi
      ip link add out0 type veth peer name out1
      ip link set out0 arp off
      ip addr add 10.0.0.1/32 dev out0
      ip link set out1 up
      ip link set out0 up
      ip route add default dev out0
      """;

  @TempDir Path data;

  @Test
  void noSocketLeadsOffTheMachine() throws Exception {
    Path logs = Path.of("target/logs/loopback");
    try (LocalNetwork network = new LocalNetwork(LocalNetwork.checkout(), data, logs)) {
      List<Service> services = workingNetwork(network);
      for (Service service : services) {
        List<ProcessSockets.Endpoint> sockets = ProcessSockets.of(service.pid());
        assertFalse(sockets.isEmpty(), () -> "no sockets found of " + service.name());
        for (ProcessSockets.Endpoint socket : sockets) {
          assertTrue(socket.staysOnThisMachine(), () -> service.name() + " has " + socket);
        }
      }
    }
  }

  /** Two nodes that met through both places and hold the same; returns every process. */
  static List<Service> workingNetwork(LocalNetwork network) throws Exception {
    Service signaling = network.startSignaling();
    Service relay = network.startRelay();
    Service a = network.node("a");
    Service b = network.node("b");
    Service c = network.node("c");
    signaling.awaitReady();
    relay.awaitReady();
    network.start(a, Meeting.COORDINATOR, Map.of());
    network.start(b, Meeting.BOTH, Map.of());
    network.start(c, Meeting.RELAY, Map.of());
    for (Service node : List.of(a, b, c)) {
      node.awaitReady();
    }
    NodeClient atA = new NodeClient(a, "loopback");
    NodeClient atC = new NodeClient(c, "loopback");
    atA.putNumbered("a", 0, 50, n -> {});
    atC.putNumbered("c", 0, 50, n -> {});
    // B stands between A and C, which have no place in common.
    Convergence.await(atA, atC, 100);
    Convergence.await(atA, new NodeClient(b, "loopback"), 100);
    return List.of(signaling, relay, a, b, c);
  }

  @Test
  void noPacketLeavesTheMachine() throws Exception {
    Process namespace = inNamespace("true");
    boolean isPossible = namespace.waitFor(10, TimeUnit.SECONDS) && namespace.exitValue() == 0;
    Assumptions.assumeTrue(isPossible, "this machine does not allow network namespaces");
    Process inside =
        inNamespace(
            "exec \"$0\" \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dhypha.root=" + LocalNetwork.checkout(),
            LonelyNetwork.class.getName(),
            data.toString());
    try {
      assertTrue(inside.waitFor(90, TimeUnit.SECONDS), "the network did not work in 90 s");
      assertEquals(0, inside.exitValue(), "see target/logs/lonely and the output above");
    } finally {
      // Asks it to end: it takes its services along.
      inside.destroy();
      assertTrue(inside.waitFor(30, TimeUnit.SECONDS));
    }
  }

  /**
   * Runs a shell command in a network namespace with {@code lo} and one interface to elsewhere,
   * which leads nowhere and counts what is sent. Ends with its process.
   */
  private static Process inNamespace(String command, String... arguments) throws IOException {
    List<String> words = new java.util.ArrayList<>(List.of("unshare"));
    if (!System.getProperty("user.name").equals("root")) {
      words.add("--map-root-user");
    }
    words.addAll(List.of("--net", "sh", "-c"));
    words.add(NAMESPACE + command);
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).inheritIO().start();
  }
}
