package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LiveTest {
  private static final String DB = "/v1/databases/live";

  @TestHTTPResource URI service;
  private Client client;
  private Socket socket;

  @BeforeEach
  void connect() throws Exception {
    client = new Client(service);
    client.delete(DB + "/nodes").expect(204);
    socket = Socket.open(client, DB + "/live");
  }

  @AfterEach
  void disconnect() {
    socket.close();
  }

  private void expectEvent(String subscription, String action, String id) throws Exception {
    JsonNode event = socket.next();
    assertEquals(subscription, event.path("subscription").asText(), event::toString);
    assertEquals(action, event.path("action").asText(), event::toString);
    assertEquals(id, event.path("id").asText(), event::toString);
    boolean isGone = action.equals("removed");
    assertEquals(isGone, event.path("value").isNull(), event::toString);
    assertEquals(isGone, event.path("timestamp").isNull(), event::toString);
    assertTrue(event.path("edges").isArray(), event::toString);
  }

  @Test
  void resultsThenChanges() throws Exception {
    client.put(DB + "/nodes/a", "{\"type\":\"x\"}").expect(200);
    client.put(DB + "/nodes/other", "{\"type\":\"y\"}").expect(200);
    socket.send("{\"subscription\":\"mine\",\"query\":{\"type\":\"x\"}}");
    expectEvent("mine", "initial", "a");
    client.put(DB + "/nodes/b", "{\"type\":\"x\"}").expect(200);
    expectEvent("mine", "added", "b");
    client.put(DB + "/nodes/b", "{\"type\":\"x\",\"n\":1}").expect(200);
    expectEvent("mine", "updated", "b");
    client.put(DB + "/nodes/b", "{\"type\":\"y\"}").expect(200);
    expectEvent("mine", "removed", "b");
    client.delete(DB + "/nodes/a").expect(204);
    expectEvent("mine", "removed", "a");
  }

  @Test
  void severalSubscriptionsEndOneByOne() throws Exception {
    client.put(DB + "/nodes/a", "{\"type\":\"x\"}").expect(200);
    socket.send("{}");
    expectEvent("subscription-1", "initial", "a");
    socket.send("{\"subscription\":\"two\",\"query\":{\"type\":\"x\"}}");
    expectEvent("two", "initial", "a");
    socket.send("{\"unsubscribe\":\"subscription-1\"}");
    assertEquals("subscription-1", socket.next().path("unsubscribed").asText());
    client.put(DB + "/nodes/a", "{\"type\":\"x\",\"n\":2}").expect(200);
    expectEvent("two", "updated", "a");
  }

  private void expectError(String message, String code, String path) throws Exception {
    socket.send(message);
    JsonNode error = socket.next().path("error");
    assertEquals(code, error.path("code").asText(), error::toString);
    assertEquals(path, error.path("path").asText(), error::toString);
    assertEquals(400, error.path("status").asInt());
  }

  @Test
  void faultyMessagesAreAnsweredAndForgivenForAWhile() throws Exception {
    expectError("nonsense", "bad-json", "");
    expectError("{\"query\":{\"a\":{\"$nope\":1}}}", "unknown-operator", "query.a.$nope");
    expectError("{\"subscription\":7}", "bad-subscription", "subscription");
    expectError("{\"unsubscribe\":\"unknown\"}", "no-such-subscription", "unsubscribe");
    expectError("{\"unsubscribe\":\"a\",\"more\":1}", "unknown-field", "more");
    for (int i = 0; i < 8; i++) {
      socket.send("{\"subscription\":\"s" + i + "\"}");
    }
    expectError("{\"subscription\":\"s0\"}", "subscription-in-use", "subscription");
    expectError("{\"subscription\":\"s8\"}", "too-many-subscriptions", "");
    for (int i = 0; i < 4; i++) {
      socket.send("[]");
    }
    assertEquals("too-many-rejections", socket.closeReason());
    client.get(DB + "/status").expect(200);
  }

  @Test
  void aNameThatIsNoneIsRefused() throws Exception {
    try (Socket refused = Socket.open(client, "/v1/databases/.hidden/live")) {
      assertEquals("bad-database-name", refused.closeReason());
    }
  }

  @Test
  void socketsAreBounded() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 61; i++) {
        sockets.add(Socket.open(client, DB + "/live"));
      }
      // One more is open already, so two are too many; the service may take them in any order.
      long refused = 0;
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (refused < 2 && System.nanoTime() < deadline) {
        refused = sockets.stream().filter(opened -> opened.closesWithin(5)).count();
      }
      assertEquals(2, refused);
    } finally {
      sockets.forEach(Socket::close);
    }
    client.get("/v1/status").expect(200);
  }

  @Test
  void anOversizedMessageEndsTheConnection() throws Exception {
    socket.send("{\"query\":{\"a\":\"" + "x".repeat(300_000) + "\"}}");
    assertTrue(socket.closesWithin(10_000));
    client.get(DB + "/status").expect(200);
  }

  @Test
  void manyInitialResultsArrive() throws Exception {
    StringBuilder batch = new StringBuilder("{\"operations\":[");
    for (int i = 0; i < 5_000; i++) {
      batch
          .append(i == 0 ? "" : ",")
          .append(
              "{\"type\":\"put\",\"id\":\"n%05d\",\"value\":{\"text\":\"%s\"}}"
                  .formatted(i, "y".repeat(100)));
    }
    client.post(DB + "/batch", batch + "]}").expect(200);
    socket.send("{\"subscription\":\"all\"}");
    for (int i = 0; i < 5_000; i++) {
      expectEvent("all", "initial", "n%05d".formatted(i));
    }
  }
}
