package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;

/**
 * A Nostr relay of ephemeral events, as small as it can be; it may refuse every event with a
 * reason.
 */
public final class LocalRelay extends LocalServer {
  private final Map<WebSocket, Map<String, JsonNode>> subscriptions = new HashMap<>();
  private volatile String refusal;
  private final AtomicInteger events = new AtomicInteger();

  /** Answers every event with OK false and this reason from now on; null to accept. */
  public void refuseWith(String reason) {
    refusal = reason;
  }

  /** How many events came. */
  public int events() {
    return events.get();
  }

  private LocalRelay() {}

  /** Starts one on a free port. */
  public static LocalRelay launch() {
    return started(new LocalRelay());
  }

  @Override
  protected synchronized void received(WebSocket from, JsonNode message) {
    switch (Json.text(message.get(0))) {
      case "REQ" -> {
        String subscription = Json.text(message.get(1));
        subscriptions
            .computeIfAbsent(from, unused -> new HashMap<>())
            .put(subscription, message.get(2));
        from.send("[\"EOSE\",\"" + subscription + "\"]");
      }
      case "CLOSE" ->
          subscriptions.getOrDefault(from, new HashMap<>()).remove(Json.text(message.get(1)));
      case "EVENT" -> event(from, message.get(1));
      default -> from.send("[\"NOTICE\",\"what?\"]");
    }
  }

  private void event(WebSocket from, JsonNode event) {
    events.incrementAndGet();
    String id = Json.text(event, "id");
    if (refusal != null || !NostrEvent.of(event).isGenuine()) {
      from.send(
          "[\"OK\",\""
              + id
              + "\",false,\""
              + (refusal == null ? "invalid: forged" : refusal)
              + "\"]");
      return;
    }
    from.send("[\"OK\",\"" + id + "\",true,\"\"]");
    subscriptions.forEach((socket, filters) ->
        filters.forEach((subscription, filter) -> {
          if (socket.isOpen() && matches(filter, event)) {
            socket.send("[\"EVENT\",\"" + subscription + "\"," + event + "]");
          }
        }));
  }

  private static boolean matches(JsonNode filter, JsonNode event) {
    return contains(filter.get("kinds"), event.get("kind").asText())
        && event.get("created_at").asLong() >= filter.get("since").asLong()
        && tagMatches(filter, event, "x")
        && tagMatches(filter, event, "p");
  }

  private static boolean tagMatches(JsonNode filter, JsonNode event, String name) {
    JsonNode wanted = filter.get("#" + name);
    return wanted == null || contains(wanted, NostrEvent.of(event).tag(name));
  }

  private static boolean contains(JsonNode array, String text) {
    for (JsonNode element : array) {
      if (element.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected synchronized void ended(WebSocket socket) {
    subscriptions.remove(socket);
  }
}
