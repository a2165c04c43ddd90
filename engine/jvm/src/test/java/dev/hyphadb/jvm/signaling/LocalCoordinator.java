package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.java_websocket.WebSocket;

/** The coordinator's side of the protocol, as small as it can be. */
public final class LocalCoordinator extends LocalServer {
  private final Map<String, WebSocket> peers = new HashMap<>();
  private final Map<String, Set<String>> topics = new HashMap<>();

  private LocalCoordinator() {}

  /** Starts one on a free port. */
  public static LocalCoordinator launch() {
    return started(new LocalCoordinator());
  }

  @Override
  protected synchronized void received(WebSocket from, JsonNode message) {
    String topic = Json.text(message, "topic");
    String self = from.getAttachment();
    switch (Json.text(message, "type")) {
      case "hello" -> {
        String peer = Json.text(message, "peer");
        from.setAttachment(peer);
        peers.put(peer, from);
        from.send(
            Json.MAPPER.createObjectNode().put("type", "welcome").put("peer", peer).toString());
      }
      case "join" -> topics.computeIfAbsent(topic, unused -> new HashSet<>()).add(self);
      case "leave" -> left(topic, self);
      case "publish" -> {
        for (String peer : topics.getOrDefault(topic, Set.of())) {
          if (!peer.equals(self)) {
            peers.get(peer).send(forwarded(topic, self, message));
          }
        }
      }
      case "send" -> {
        String to = Json.text(message, "to");
        if (topics.getOrDefault(topic, Set.of()).contains(to)) {
          peers.get(to).send(forwarded(topic, self, message));
        }
      }
      default -> from.send("{\"type\":\"error\",\"code\":\"unknown-type\",\"detail\":\"\"}");
    }
  }

  private static String forwarded(String topic, String from, JsonNode message) {
    return Json.MAPPER
        .createObjectNode()
        .put("type", "message")
        .put("topic", topic)
        .put("from", from)
        .put("payload", Json.text(message, "payload"))
        .toString();
  }

  private void left(String topic, String peer) {
    Set<String> members = topics.getOrDefault(topic, new HashSet<>());
    if (members.remove(peer)) {
      ObjectNode gone =
          Json.MAPPER.createObjectNode().put("type", "gone").put("topic", topic).put("peer", peer);
      members.stream()
          .map(peers::get)
          .filter(WebSocket::isOpen)
          .forEach(socket -> socket.send(gone.toString()));
    }
  }

  @Override
  protected synchronized void ended(WebSocket socket) {
    String peer = socket.getAttachment();
    if (peer != null && peers.remove(peer, socket)) {
      topics.keySet().forEach(topic -> left(topic, peer));
    }
  }
}
