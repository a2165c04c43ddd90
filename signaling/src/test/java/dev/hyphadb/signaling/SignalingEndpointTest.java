package dev.hyphadb.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.service.TestClient;
import dev.hyphadb.signaling.Rejection.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignalingEndpointTest {
  private static final String TOPIC = "ab".repeat(32);
  private static int peers;

  @TestHTTPResource("/")
  URI base;

  @Inject MeterRegistry registry;

  private static synchronized String newPeer() {
    return String.format("%064x", ++peers);
  }

  private TestClient connect() throws Exception {
    return new TestClient(URI.create("ws://127.0.0.1:" + base.getPort() + "/v1/signaling"));
  }

  private TestClient join(String peer) throws Exception {
    TestClient client = connect().send("{\"type\":\"hello\",\"peer\":\"" + peer + "\"}");
    assertEquals("{\"type\":\"welcome\",\"peer\":\"" + peer + "\"}", client.next());
    client.send("{\"type\":\"join\",\"topic\":\"" + TOPIC + "\"}");
    // Joins are not acknowledged: what one sends to oneself comes back once the join is done.
    client.send(
        "{\"type\":\"send\",\"topic\":\"" + TOPIC + "\",\"to\":\"" + peer + "\",\"payload\":\"\"}");
    assertTrue(client.next().contains("\"payload\":\"\""));
    return client;
  }

  private static String publish(String payload) {
    return "{\"type\":\"publish\",\"topic\":\"" + TOPIC + "\",\"payload\":\"" + payload + "\"}";
  }

  private double rejected(Reason reason) {
    return registry.get("hypha.signaling.rejected").tag("reason", reason.code()).counter().count();
  }

  private static void await(BooleanSupplier condition, String what) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "Not within 15 s: " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private String get(String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(base.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), path);
    return response.body();
  }

  @AfterEach
  void stillHealthyAndEmpty() throws Exception {
    assertTrue(get("/q/health").contains("\"UP\""));
    await(
        () -> registry.get("hypha.signaling.connections").gauge().value() == 0,
        "no connection left");
    assertEquals(0, registry.get("hypha.signaling.topics").gauge().value());
    assertEquals(0, registry.get("hypha.signaling.peers").gauge().value());
  }

  @Test
  void publishesToTheOthersAndSendsToOne() throws Exception {
    String a = newPeer();
    String b = newPeer();
    String c = newPeer();
    try (TestClient alice = join(a);
        TestClient bob = join(b);
        TestClient carol = join(c)) {
      alice.send(publish("aGVsbG8="));
      String expected =
          "{\"type\":\"message\",\"topic\":\""
              + TOPIC
              + "\",\"from\":\""
              + a
              + "\",\"payload\":\"aGVsbG8=\"}";
      assertEquals(expected, bob.next());
      assertEquals(expected, carol.next());
      alice.send(
          "{\"type\":\"send\",\"topic\":\""
              + TOPIC
              + "\",\"to\":\""
              + b
              + "\",\"payload\":\"eA==\"}");
      assertTrue(bob.next().contains("\"payload\":\"eA==\""));
      bob.send("{\"type\":\"leave\",\"topic\":\"" + TOPIC + "\"}");
      String gone = "{\"type\":\"gone\",\"topic\":\"" + TOPIC + "\",\"peer\":\"" + b + "\"}";
      assertEquals(gone, alice.next());
      assertEquals(gone, carol.next(), "the directed message went to Bob alone");
      carol.socket().abort();
      assertTrue(
          alice.next().contains("\"peer\":\"" + c + "\""), "a broken connection counts as gone");
    }
  }

  @Test
  void refusesWhatIsOutOfOrderOrMalformedAndCountsEach() throws Exception {
    String id = newPeer();
    try (TestClient client = connect()) {
      expect(client, publish("eA=="), Reason.HELLO_REQUIRED);
      expect(
          client, "{\"type\":\"hello\",\"peer\":\"" + "AB".repeat(32) + "\"}", Reason.INVALID_PEER);
      client.send("{\"type\":\"hello\",\"peer\":\"" + id + "\"}");
      assertTrue(client.next().contains("welcome"));
      expect(client, "{\"type\":\"hello\",\"peer\":\"" + id + "\"}", Reason.HELLO_REPEATED);
      expect(client, publish("eA=="), Reason.NOT_JOINED);
      expect(client, "{\"type\":\"join\",\"topic\":\"short\"}", Reason.INVALID_TOPIC);
      client.send("{\"type\":\"join\",\"topic\":\"" + TOPIC + "\"}");
      expect(client, publish("not base64!"), Reason.INVALID_PAYLOAD);
      expect(
          client,
          publish(Base64.getEncoder().encodeToString(new byte[65_537])),
          Reason.PAYLOAD_TOO_LARGE);
      expect(client, publish("A".repeat(100_000)), Reason.MESSAGE_TOO_LARGE);
      expect(
          client,
          "{\"type\":\"send\",\"topic\":\""
              + TOPIC
              + "\",\"to\":\""
              + "0f".repeat(32)
              + "\",\"payload\":\"eA==\"}",
          Reason.UNKNOWN_PEER);
      expect(client, "{\"type\":\"dance\"}", Reason.UNKNOWN_TYPE);
      expect(client, "{\"type\":\"join\",", Reason.MALFORMED);
      expect(client, "{\"type\":\"join\",\"type\":\"leave\"}", Reason.MALFORMED);
      expect(client, "[".repeat(5_000), Reason.MALFORMED);
      client.send(publish(Base64.getEncoder().encodeToString(new byte[65_536])));
      expect(client, "null", Reason.MALFORMED);
    }
  }

  private void expect(TestClient client, String text, Reason reason) throws Exception {
    double before = rejected(reason);
    client.send(text);
    String answer = client.next();
    assertTrue(answer.contains("\"code\":\"" + reason.code() + "\""), answer);
    assertEquals(before + 1, rejected(reason));
  }

  @Test
  void refusesTooManyTopics() throws Exception {
    try (TestClient client = join(newPeer())) {
      for (int i = 1; i < 64; i++) {
        client.send("{\"type\":\"join\",\"topic\":\"" + String.format("%064x", i) + "\"}");
      }
      expect(
          client,
          "{\"type\":\"join\",\"topic\":\"" + "cd".repeat(32) + "\"}",
          Reason.TOO_MANY_TOPICS);
    }
  }

  @Test
  void closesWhoeverFloods() throws Exception {
    double before = rejected(Reason.RATE_LIMITED);
    try (TestClient client = connect()) {
      for (int i = 0; i < 2_000 && !client.socket().isOutputClosed(); i++) {
        client.socket().sendText("{}", true).exceptionally(gone -> null).get(10, TimeUnit.SECONDS);
      }
      assertTrue(client.closeReason().contains("too-many-rejections"), client.closeReason());
    }
    double unknown = rejected(Reason.UNKNOWN_TYPE);
    assertTrue(unknown >= 30 || rejected(Reason.RATE_LIMITED) > before);
  }

  @Test
  void survivesRandomBytes() throws Exception {
    long seed = System.nanoTime();
    System.out.println("SignalingEndpointTest.survivesRandomBytes seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 5; round++) {
      try (TestClient client = connect()) {
        double before = rejected(Reason.MALFORMED);
        for (int i = 0; i < 10; i++) {
          byte[] bytes = new byte[random.nextInt(2_000)];
          random.nextBytes(bytes);
          client.socket().sendBinary(ByteBuffer.wrap(bytes), true).get(10, TimeUnit.SECONDS);
          client.send(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        await(() -> rejected(Reason.MALFORMED) >= before + 20, "all counted");
      }
    }
  }

  @Test
  void closesFramesBeyondTheServersBoundAndRawGarbage() throws Exception {
    double before = rejected(Reason.TRANSPORT);
    try (TestClient client = connect()) {
      client
          .socket()
          .sendText("x".repeat(400_000), true)
          .exceptionally(gone -> null)
          .get(10, TimeUnit.SECONDS);
      assertEquals("1008 transport", client.closeReason());
    }
    // At least: it was once counted more than once, by this connection or one left behind before.
    await(() -> rejected(Reason.TRANSPORT) > before, "counted");
    try (Socket raw = new Socket("127.0.0.1", base.getPort())) {
      raw.setSoTimeout(10_000);
      upgrade(raw);
      raw.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
      raw.getOutputStream().flush();
      while (raw.getInputStream().read() >= 0) {
        // Until the server hangs up.
      }
    }
  }

  private void upgrade(Socket raw) throws Exception {
    raw.getOutputStream()
        .write(
            ("GET /v1/signaling HTTP/1.1\r\n"
                    + "Host: 127.0.0.1\r\n"
                    + "Upgrade: websocket\r\n"
                    + "Connection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                    + "Sec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = raw.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 101"), head.toString());
  }

  private static byte[] frame(String text) {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
    frame
        .put((byte) 0x81)
        .put((byte) (0x80 | 126))
        .putShort((short) body.length)
        .putInt(0)
        .put(body);
    return frame.array();
  }

  @Test
  void closesASlowConsumerAndServesTheOthers() throws Exception {
    double before = rejected(Reason.SLOW_CONSUMER);
    String slow = newPeer();
    try (Socket raw = new Socket()) {
      raw.setReceiveBufferSize(4_096);
      raw.connect(new java.net.InetSocketAddress("127.0.0.1", base.getPort()), 5_000);
      upgrade(raw);
      raw.getOutputStream()
          .write(frame("{\"type\":\"hello\",\"peer\":\"" + slow + "\"}" + " ".repeat(100)));
      raw.getOutputStream()
          .write(frame("{\"type\":\"join\",\"topic\":\"" + TOPIC + "\"}" + " ".repeat(100)));
      raw.getOutputStream().flush();
      await(
          () -> registry.get("hypha.signaling.topics").gauge().value() == 1, "the slow one joined");
      try (TestClient fast = join(newPeer())) {
        String payload = Base64.getEncoder().encodeToString(new byte[60_000]);
        for (int i = 0; i < 200 && rejected(Reason.SLOW_CONSUMER) == before; i++) {
          fast.send(publish(payload));
        }
        await(() -> rejected(Reason.SLOW_CONSUMER) == before + 1, "the slow one is closed");
        expect(fast, "{}", Reason.UNKNOWN_TYPE);
      }
    }
  }

  @Test
  void keepsThePeerIdWithItsLiveHolder() throws Exception {
    String id = newPeer();
    try (TestClient holder = join(id);
        TestClient claimant = connect()) {
      claimant.send("{\"type\":\"hello\",\"peer\":\"" + id + "\"}");
      assertEquals("1008 peer-in-use", claimant.closeReason());
      expect(holder, "{}", Reason.UNKNOWN_TYPE);
    }
  }

  @Test
  void passesThePeerIdOnWhenItsHolderIsSilent() throws Exception {
    String id = newPeer();
    try (Socket raw = new Socket("127.0.0.1", base.getPort())) {
      upgrade(raw);
      raw.getOutputStream()
          .write(frame("{\"type\":\"hello\",\"peer\":\"" + id + "\"}" + " ".repeat(100)));
      raw.getOutputStream().flush();
      await(
          () -> registry.get("hypha.signaling.peers").gauge().value() == 1, "the first is welcome");
      try (TestClient claimant = connect()) {
        claimant.send("{\"type\":\"hello\",\"peer\":\"" + id + "\"}");
        claimant.send("{\"type\":\"join\",\"topic\":\"" + TOPIC + "\"}");
        assertTrue(claimant.next().contains("welcome"));
        await(
            () -> registry.get("hypha.signaling.topics").gauge().value() == 1,
            "the parked join counted");
      }
    }
  }

  @Test
  void closesWhoeverNeverSaysHello() throws Exception {
    try (TestClient client = connect()) {
      assertEquals("1008 hello-timeout", client.closeReason());
    }
  }

  @Test
  void showsStatusMetricsAndOpenApi() throws Exception {
    assertTrue(get("/v1/status").contains("\"uptimeSeconds\""));
    assertTrue(get("/q/metrics").contains("hypha_signaling_rejected_total{reason=\"malformed\"}"));
    assertTrue(get("/q/openapi").contains("/v1/status"));
  }
}
