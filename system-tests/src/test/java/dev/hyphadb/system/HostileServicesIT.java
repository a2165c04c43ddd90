package dev.hyphadb.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.system.LocalNetwork.Meeting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile bytes to the port of every service: dropped and counted, the process healthy, the data as
 * it was.
 */
@Tag("security")
@Timeout(120)
class HostileServicesIT {
  private static final String DATABASE = "target";
  private static final int NODES = 20;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final long SEED = Long.getLong("hypha.seed", System.nanoTime());
  private static final Random RANDOM = new Random(SEED);

  /**
   * Where each service takes WebSockets, and the metric that counts what it refuses there.
   *
   * @param path {@code null} when it takes none
   */
  record Target(Service service, String path, String metric) {
    double rejected(String reason) throws IOException, InterruptedException {
      return service.metric(metric, reason);
    }

    @Override
    public String toString() {
      return service.name();
    }
  }

  @TempDir static Path data;
  private static LocalNetwork network;
  private static Target signaling;
  private static Target relay;
  private static Target node;
  private static Target console;
  private static NodeClient atNode;
  private String hash;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("HostileServicesIT: repeat with -Dhypha.seed=" + SEED);
    network =
        new LocalNetwork(LocalNetwork.checkout(), data, Path.of("target/logs/hostile-services"));
    signaling =
        new Target(network.startSignaling(), "/v1/signaling", "hypha_signaling_rejected_total");
    relay = new Target(network.startRelay(), "/", "hypha_relay_rejected_total");
    node =
        new Target(network.node("node"), "/v1/databases/target/live", "hypha_node_rejected_total");
    signaling.service.awaitReady();
    relay.service.awaitReady();
    network.start(node.service, Meeting.COORDINATOR, Map.of());
    node.service.awaitReady();
    console = new Target(network.startConsole(node.service), null, null);
    console.service.awaitReady();
    atNode = new NodeClient(node.service, DATABASE);
    atNode.putNumbered("n", 0, NODES, n -> {});
  }

  @AfterAll
  static void end() {
    network.close();
  }

  static Stream<Target> everyService() {
    return Stream.of(signaling, relay, node, console);
  }

  static Stream<Target> webSockets() {
    return Stream.of(signaling, relay, node);
  }

  @BeforeEach
  void remember() throws Exception {
    hash = atNode.status().stateHash();
  }

  @AfterEach
  void everythingIsAsItWas() throws Exception {
    assertEquals(hash, atNode.status().stateHash());
    assertEquals(NODES, atNode.query(Map.of()).size());
    for (Target target : everyService().toList()) {
      assertTrue(target.service.isReady(), target::toString);
    }
  }

  @Test
  void theConsoleWatchesTheServicesOfThisNetwork() {
    AtomicReference<String> overview = new AtomicReference<>();
    Waiting.untilTrue(
        Duration.ofSeconds(20),
        () -> {
          overview.set(console.service.get("/v1/overview").body());
          Set<String> up = new TreeSet<>();
          for (JsonNode service : new ObjectMapper().readTree(overview.get()).path("services")) {
            if (service.path("state").asText().equals("UP")) {
              up.add(service.path("url").asText());
            }
          }
          return webSockets().allMatch(target -> up.contains(target.service.uri("http") + ""));
        },
        overview::get);
  }

  @ParameterizedTest
  @MethodSource("everyService")
  void randomBytesAreNotAnswered(Target target) throws Exception {
    for (int i = 0; i < 60; i++) {
      try (RawSocket socket = new RawSocket(target.service.port())) {
        socket.send(RawSocket.randomBytes(RANDOM, 20_000));
        String answer = socket.answer();
        assertTrue(answer.isEmpty() || !answer.matches("(?s)HTTP/1.1 [25].*"), answer);
      }
    }
  }

  static List<byte[]> brokenRequests() {
    String head = "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    String post = "POST /v1/databases/target/nodes HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    List<String> requests = new ArrayList<>();
    requests.add("GET /v1/status SMTP\r\nHost: 127.0.0.1\r\n\r\n");
    requests.add("GET /\0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    requests.add("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    requests.add(head + "X: " + "a".repeat(100_000) + "\r\n\r\n");
    requests.add(head + "Content-Length: abc\r\n\r\n");
    requests.add(head + "Content-Length: -1\r\n\r\n");
    requests.add(post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}");
    requests.add(post + "Content-Length: 99999999999\r\n\r\n{");
    requests.add(post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    requests.add(post + "Content-Type: application/json\r\nContent-Length: 4\r\n\r\n{\"a\"");
    return requests.stream().map(r -> r.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  @ParameterizedTest
  @MethodSource("everyService")
  void brokenRequestsAreRefused(Target target) throws Exception {
    double before = clientErrors(target);
    for (byte[] request : brokenRequests()) {
      try (RawSocket socket = new RawSocket(target.service.port())) {
        socket.send(request);
        assertEquals(
            Optional.empty(),
            socket.whyNotRefused(),
            () ->
                target
                    + " was sent "
                    + new String(
                        request, 0, Math.min(75, request.length), StandardCharsets.ISO_8859_1));
      }
    }
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> clientErrors(target) > before,
        () -> "nothing was counted at " + target);
  }

  private static double clientErrors(Target target) throws IOException, InterruptedException {
    return target.service.metric("http_server_requests_seconds_count", "CLIENT_ERROR");
  }

  @ParameterizedTest
  @MethodSource("everyService")
  void oversizedBodiesAreRefused(Target target) throws Exception {
    byte[] body = new byte[9 << 20];
    String head =
        "POST /v1/databases/target/nodes HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\n";
    try (RawSocket socket = new RawSocket(target.service.port())) {
      socket.send(head + "Content-Length: " + body.length + "\r\n\r\n");
      socket.send(body);
      assertEquals(Optional.empty(), socket.whyNotRefused(), target::toString);
    }
    try (RawSocket socket = new RawSocket(target.service.port())) {
      socket.send(head + "Transfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 9; i++) {
        socket.send("100000\r\n");
        socket.send(new byte[1 << 20]);
        socket.send("\r\n");
      }
      socket.send("0\r\n\r\n");
      assertEquals(Optional.empty(), socket.whyNotRefused(), target::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("webSockets")
  void brokenFramesEndTheConnection(Target target) throws Exception {
    byte[] hello = "{}".getBytes(StandardCharsets.UTF_8);
    List<byte[]> frames =
        List.of(
            RawSocket.frame(TEXT, false, hello.length, hello),
            RawSocket.frame(0x83, true, hello.length, hello),
            RawSocket.frame(0xF1, true, hello.length, hello),
            RawSocket.frame(TEXT, true, Long.MAX_VALUE, hello),
            RawSocket.frame(TEXT, true, -1, hello),
            RawSocket.frame(TEXT, true, 3_000_000, new byte[100_000]),
            RawSocket.frame(0x89, true, 200, new byte[200]),
            RawSocket.frame(0x80, true, hello.length, hello),
            RawSocket.frame(TEXT, true, 4, new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF, 0}),
            RawSocket.frame(0x88, true, 1, new byte[1]));
    double before = target.rejected("");
    for (byte[] frame : frames) {
      try (RawSocket socket = RawSocket.webSocket(target.service.port(), target.path)) {
        socket.send(frame);
        socket.answer();
      }
    }
    for (int i = 0; i < 30; i++) {
      try (RawSocket socket = RawSocket.webSocket(target.service.port(), target.path)) {
        socket.send(RawSocket.randomBytes(RANDOM, 5_000));
        socket.answer();
      }
    }
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> target.rejected("") > before,
        () -> "nothing was counted at " + target);
  }

  @ParameterizedTest
  @MethodSource("webSockets")
  void garbageMessagesAreCountedAndTheirSenderCutOff(Target target) throws Exception {
    double before = target.rejected("");
    try (RawSocket socket = RawSocket.webSocket(target.service.port(), target.path)) {
      for (int i = 0; i < 400; i++) {
        socket.sendFrame(TEXT, garbageText());
        socket.sendFrame(BINARY, RawSocket.randomBytes(RANDOM, 100));
      }
      assertTrue(socket.isClosedForPolicy(), () -> target + " keeps the sender");
    }
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> target.rejected("") >= before + 30,
        () -> "not even 30 were counted at " + target);
  }

  private static byte[] garbageText() {
    String[] texts = {
      "",
      "{",
      "[]",
      "null",
      "{\"type\":7}",
      "[\"EVENT\"]",
      "[\"REQ\",1]",
      "[\"EVENT\",{\"id\":1}]",
      "[".repeat(5_000),
      "{\"query\":{\"$nope\":1}}",
      "{\"type\":\"hello\",\"peer\":\"x\"}",
      "\"" + "a".repeat(50_000) + "\"",
      "{\"a\":1,\"a\":2}"
    };
    return texts[RANDOM.nextInt(texts.length)].getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("webSockets")
  void oversizedMessagesAreCounted(Target target) throws Exception {
    double before = target.rejected("");
    for (int i = 0; i < 5; i++) {
      try (RawSocket socket = RawSocket.webSocket(target.service.port(), target.path)) {
        byte[] text = new byte[2 << 20];
        java.util.Arrays.fill(text, (byte) 'a');
        socket.sendFrame(TEXT, text);
        socket.answer();
      }
    }
    Waiting.untilTrue(
        Convergence.LIMIT,
        () -> target.rejected("") > before,
        () -> "nothing was counted at " + target);
  }

  @Test
  void memoryDoesNotGrowWithHalfRequestsAndBrokenFrames() throws Exception {
    for (Target target : webSockets().toList()) {
      long before = 0;
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 50; i++) {
          try (RawSocket half = new RawSocket(target.service.port());
              RawSocket socket = RawSocket.webSocket(target.service.port(), target.path)) {
            half.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "a".repeat(10_000));
            // The first part of a message that never ends.
            socket.send(RawSocket.frame(0x01, true, 60_000, new byte[60_000]));
          }
        }
        if (round == 0) {
          before = Heap.usedBytes(target.service);
        }
      }
      long grown = Heap.usedBytes(target.service) - before;
      System.out.println(target + " grew by " + grown + " bytes over 300 connections");
      assertTrue(grown < 6 << 20, target + "'s heap grew by " + grown + " bytes");
    }
  }

  @Test
  void garbageRelayedByTheCoordinatorIsCountedByTheNode() throws Exception {
    String peer = "ab".repeat(32);
    String topic = SignedEvent.sha256Hex("hypha:" + DATABASE);
    try (RawSocket socket = RawSocket.webSocket(signaling.service.port(), signaling.path)) {
      socket.sendText("{\"type\":\"hello\",\"peer\":\"%s\"}".formatted(peer));
      socket.sendText("{\"type\":\"join\",\"topic\":\"%s\"}".formatted(topic));
      for (int i = 0; i < 20; i++) {
        byte[] payload = RawSocket.randomBytes(RANDOM, 1_000);
        payload[0] = (byte) 0xFF;
        socket.sendText(
            "{\"type\":\"publish\",\"topic\":\"%s\",\"payload\":\"%s\"}"
                .formatted(topic, Base64.getEncoder().encodeToString(payload)));
      }
      Waiting.untilTrue(
          Convergence.LIMIT,
          () -> node.service.metric("hypha_node_peer_rejected_total", "\"signal-") >= 20,
          () -> "the node did not count what the coordinator relayed");
    }
  }

  @Test
  void replayedAndForgedEventsAreRefusedByTheRelay() throws Exception {
    String event = SignedEvent.fresh(25_050, "replay").json();
    double duplicates = relay.rejected("\"duplicate\"");
    double ids = relay.rejected("\"invalid-id\"");
    double signatures = relay.rejected("\"invalid-signature\"");
    String altered = event.replace("replay", "forged");
    String resigned = event.replaceFirst("\"sig\":\"[0-9a-f]{64}", "\"sig\":\"" + "ab".repeat(32));
    try (RawSocket first = RawSocket.webSocket(relay.service.port(), relay.path);
        RawSocket second = RawSocket.webSocket(relay.service.port(), relay.path)) {
      first.sendFrame(TEXT, SignedEvent.message(event));
      Waiting.untilTrue(
          Convergence.LIMIT,
          () -> relay.service.metric("hypha_relay_events_accepted_total", "") >= 1,
          () -> "the event was not accepted");
      for (int i = 0; i < 10; i++) {
        second.sendFrame(TEXT, SignedEvent.message(event));
        second.sendFrame(TEXT, SignedEvent.message(altered));
        second.sendFrame(TEXT, SignedEvent.message(resigned));
      }
      Waiting.untilTrue(
          Convergence.LIMIT,
          () ->
              relay.rejected("\"duplicate\"") >= duplicates + 10
                  && relay.rejected("\"invalid-id\"") >= ids + 10
                  && relay.rejected("\"invalid-signature\"") >= signatures + 10,
          () -> "not all were refused and counted");
    }
    assertEquals(1, (int) relay.service.metric("hypha_relay_events_accepted_total", ""));
  }
}
