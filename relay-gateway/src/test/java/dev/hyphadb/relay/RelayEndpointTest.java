package dev.hyphadb.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.relay.Refusal.Reason;
import dev.hyphadb.service.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RelayEndpointTest {
  private static final SignedEvents ALICE = new SignedEvents(1);
  private static final int KIND = 20_421;

  @TestHTTPResource("/")
  URI base;

  @Inject MeterRegistry registry;
  @Inject Gateway gateway;

  private TestClient connect() throws Exception {
    return new TestClient(URI.create("ws://127.0.0.1:" + base.getPort() + "/"));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static Event event(String topic, String content) {
    return ALICE.sign(KIND, now(), List.of(List.of("t", topic)), content);
  }

  private double refused(Reason reason) {
    return registry.get("hypha.relay.rejected").tag("reason", reason.code()).counter().count();
  }

  private static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "Not within 15 s: " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve(path)).header("Accept", accept).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @AfterEach
  void stillHealthyAndEmpty() throws Exception {
    assertEquals(200, get("/q/health", "application/json").statusCode());
    await(() -> gateway.connectionCount() == 0, "no connection left");
    assertEquals(0, gateway.indexSize(), "no subscription left in the index");
  }

  private void expect(TestClient client, String text, Reason reason, String answerStart)
      throws Exception {
    double before = refused(reason);
    client.send(text);
    String answer = client.next();
    assertTrue(answer.startsWith(answerStart), answer);
    assertEquals(before + 1, refused(reason), answer);
  }

  @Test
  void deliversToMatchingSubscriptionsOnly() throws Exception {
    try (TestClient publisher = connect();
        TestClient reader = connect()) {
      reader.send("[\"REQ\",\"a\",{\"kinds\":[" + KIND + "],\"#t\":[\"room\"]}]");
      assertEquals("[\"EOSE\",\"a\"]", reader.next());
      reader.send(
          "[\"REQ\",\"b\",{\"#t\":[\"other\"]},{\"authors\":[\"" + "0a".repeat(32) + "\"]}]");
      assertEquals("[\"EOSE\",\"b\"]", reader.next());
      Event elsewhere = event("elsewhere", "not for the reader");
      Event here = event("room", "quote \" newline \n snowman \u2603");
      publisher.send(SignedEvents.message(elsewhere)).send(SignedEvents.message(here));
      assertEquals("[\"OK\",\"" + elsewhere.id() + "\",true,\"\"]", publisher.next());
      assertEquals("[\"OK\",\"" + here.id() + "\",true,\"\"]", publisher.next());
      assertEquals("[\"EVENT\",\"a\"," + here.json() + "]", reader.next());
      reader.send("[\"CLOSE\",\"a\"]").send("[\"REQ\",\"c\",{\"ids\":[\"" + here.id() + "\"]}]");
      assertEquals("[\"EOSE\",\"c\"]", reader.next(), "an ephemeral event is not stored");
      Event later = event("room", "after CLOSE");
      publisher.send(SignedEvents.message(later));
      publisher.next();
      assertEquals(0, reader.pending());
    }
  }

  @Test
  void aRepeatedEventIsADuplicateAndNotDeliveredAgain() throws Exception {
    try (TestClient client = connect()) {
      client.send("[\"REQ\",\"a\",{\"kinds\":[" + KIND + "]}]");
      client.next();
      Event event = event("room", "once " + System.nanoTime());
      client.send(SignedEvents.message(event));
      assertTrue(client.next().startsWith("[\"EVENT\""));
      assertTrue(client.next().startsWith("[\"OK\""));
      expect(
          client,
          SignedEvents.message(event),
          Reason.DUPLICATE,
          "[\"OK\",\"" + event.id() + "\",true,\"duplicate:");
      assertEquals(0, client.pending());
    }
  }

  @Test
  void refusesForgedStaleAndStoredEvents() throws Exception {
    try (TestClient client = connect()) {
      Event good = event("room", "good");
      String ok = "[\"OK\",\"" + good.id() + "\",false,\"invalid:";
      String message = SignedEvents.message(good);
      expect(client, message.replace("\"good\"", "\"evil\""), Reason.INVALID_ID, ok);
      expect(
          client,
          message.replace(good.sig(), event("room", "other").sig()),
          Reason.INVALID_SIGNATURE,
          ok);
      expect(client, message.replace(good.pubkey(), "0".repeat(64)), Reason.INVALID_ID, ok);
      expect(
          client,
          message.replace(good.sig(), good.sig().toUpperCase(java.util.Locale.ROOT)),
          Reason.INVALID_EVENT,
          ok);
      expect(
          client, message.replace(good.sig(), good.sig().substring(2)), Reason.INVALID_EVENT, ok);
      expect(
          client, message.replace("\"kind\":" + KIND, "\"kind\":65536"), Reason.INVALID_EVENT, ok);
      expect(
          client,
          message.replace("\"kind\":" + KIND, "\"kind\":20421.0"),
          Reason.INVALID_EVENT,
          ok);
      expect(client, message.replace("\"good\"", "\"\\ud800\""), Reason.INVALID_EVENT, ok);
      expect(client, message.replace("[[\"t\",\"room\"]]", "[[]]"), Reason.INVALID_EVENT, ok);
      expect(client, "[\"EVENT\",7]", Reason.INVALID_EVENT, "[\"OK\",\"\",false,\"invalid:");
      for (long age : new long[] {-7_200, 7_200}) {
        Event stale = ALICE.sign(KIND, now() - age, List.of(), "");
        expect(
            client,
            SignedEvents.message(stale),
            Reason.CREATED_AT,
            "[\"OK\",\"" + stale.id() + "\",false,\"invalid:");
      }
      Event note = ALICE.sign(1, now(), List.of(), "a note");
      expect(
          client,
          SignedEvents.message(note),
          Reason.STORED_KIND,
          "[\"OK\",\""
              + note.id()
              + "\",false,\"blocked: this relay keeps ephemeral events only\"]");
      client.send(message);
      assertEquals(
          "[\"OK\",\"" + good.id() + "\",true,\"\"]",
          client.next(),
          "no forgery spoilt the true one");
    }
  }

  @Test
  void answersARefusedRequestWithClosed() throws Exception {
    try (TestClient client = connect()) {
      String closed = "[\"CLOSED\",\"s\",\"invalid:";
      for (String filter :
          List.of(
              "7",
              "{\"kinds\":[65536]}",
              "{\"kinds\":\"1\"}",
              "{\"ids\":[\"" + "AB".repeat(32) + "\"]}",
              "{\"authors\":[\"ab\"]}",
              "{\"#p\":[\"x\"]}",
              "{\"#long\":[\"x\"]}",
              "{\"search\":\"x\"}",
              "{\"since\":-1}",
              "{\"limit\":1.5}",
              "{\"#t\":[" + "\"x\",".repeat(256) + "\"x\"]}")) {
        expect(client, "[\"REQ\",\"s\"," + filter + "]", Reason.INVALID_FILTER, closed);
      }
      expect(client, "[\"REQ\",\"s\"]", Reason.INVALID_FILTER, closed);
      expect(client, "[\"REQ\",\"s\"" + ",{}".repeat(11) + "]", Reason.INVALID_FILTER, closed);
      for (int i = 0; i < 32; i++) {
        client.send("[\"REQ\",\"s" + i + "\",{}]");
        assertEquals("[\"EOSE\",\"s" + i + "\"]", client.next());
      }
      expect(
          client,
          "[\"REQ\",\"s32\",{}]",
          Reason.TOO_MANY_SUBSCRIPTIONS,
          "[\"CLOSED\",\"s32\",\"rate-limited:");
      client.send("[\"REQ\",\"s7\",{\"kinds\":[1]}]");
      assertEquals("[\"EOSE\",\"s7\"]", client.next(), "a name in use is replaced");
    }
  }

  @Test
  void answersTheUnreadableWithNotice() throws Exception {
    try (TestClient client = connect()) {
      for (String text :
          List.of("", "{}", "[", "[1]", "nonsense", "[\"REQ\",\"a\",{}] []", "[".repeat(3_000))) {
        expect(client, text, Reason.MALFORMED, "[\"NOTICE\",\"invalid:");
      }
      expect(client, "[\"AUTH\",{}]", Reason.UNKNOWN_COMMAND, "[\"NOTICE\",\"unsupported:");
      expect(client, "[\"CLOSE\",\"\"]", Reason.INVALID_SUBSCRIPTION, "[\"NOTICE\",\"invalid:");
      expect(
          client,
          "[\"REQ\",\"" + "x".repeat(65) + "\",{}]",
          Reason.INVALID_SUBSCRIPTION,
          "[\"NOTICE\"");
      expect(
          client,
          "\"" + "x".repeat(140_000) + "\"",
          Reason.MESSAGE_TOO_LARGE,
          "[\"NOTICE\",\"invalid:");
    }
  }

  @Test
  void survivesRandomBytesAndMutatedEvents() throws Exception {
    long seed = System.nanoTime();
    System.out.println("RelayEndpointTest.survivesRandomBytesAndMutatedEvents seed=" + seed);
    Random random = new Random(seed);
    double accepted = registry.get("hypha.relay.events.accepted").counter().count();
    for (int round = 0; round < 4; round++) {
      try (TestClient client = connect()) {
        double before = gateway.metrics().refusedCount();
        for (int i = 0; i < 40; i++) {
          byte[] bytes =
              SignedEvents.message(event("room", "x" + i)).getBytes(StandardCharsets.US_ASCII);
          // Inside the id or the signature: wherever the flip falls, the event is another than was
          // signed.
          int at = 20 + random.nextInt(50);
          bytes[at] = (byte) (bytes[at] == 'a' ? 'b' : 'a');
          client.send(new String(bytes, StandardCharsets.US_ASCII));
        }
        client.socket().sendBinary(ByteBuffer.wrap(new byte[100]), true).get(10, TimeUnit.SECONDS);
        await(() -> gateway.metrics().refusedCount() >= before + 41, "all refused; seed " + seed);
      }
    }
    assertEquals(accepted, registry.get("hypha.relay.events.accepted").counter().count());
  }

  @Test
  void slowsAndThenClosesAFlood() throws Exception {
    double before = refused(Reason.TOO_MANY_REFUSALS);
    try (TestClient client = connect()) {
      for (int i = 0; i < 5_000 && !client.socket().isOutputClosed(); i++) {
        client
            .socket()
            .sendText("[\"CLOSE\",7]", true)
            .exceptionally(gone -> null)
            .get(10, TimeUnit.SECONDS);
      }
      assertEquals("1008 too-many-refusals", client.closeReason());
    }
    assertEquals(before + 1, refused(Reason.TOO_MANY_REFUSALS));
  }

  @Test
  void aTruncatedFrameThenAHangUpLeavesNothing() throws Exception {
    try (Socket raw = new Socket("127.0.0.1", base.getPort())) {
      raw.getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\n"
                      + "Host: 127.0.0.1\r\n"
                      + "Upgrade: websocket\r\n"
                      + "Connection: Upgrade\r\n"
                      + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                      + "Sec-WebSocket-Version: 13\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      raw.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0xfe, 0x10, 0, 1, 2, 3, 4, 5});
      raw.getOutputStream().flush();
      await(() -> gateway.connectionCount() == 1, "upgraded");
    }
  }

  @Test
  void answersPlainHttp() throws Exception {
    HttpResponse<String> nip11 = get("/", "application/nostr+json");
    assertEquals("*", nip11.headers().firstValue("access-control-allow-origin").orElseThrow());
    assertTrue(nip11.body().contains("\"max_subscriptions\":32"), nip11.body());
    assertTrue(get("/", "*/*").body().contains("Nostr relay"));
    assertTrue(get("/", "text/html,*/*;q=0.8").body().contains("Nostr relay"));
    assertTrue(get("/relays", "application/json").body().contains("\"state\":\"ready\""));
    assertTrue(get("/v1/status", "application/json").body().contains("\"uptimeSeconds\""));
    assertTrue(
        get("/q/metrics", "*/*")
            .body()
            .contains("hypha_relay_rejected_total{reason=\"invalid-id\"}"));
  }
}
