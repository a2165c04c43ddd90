package dev.hyphadb.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds messages to docs/protocol/vectors/signaling.json. */
final class SignalingVectorsTest {
  private static final Path FILE = Path.of("../docs/protocol/vectors/signaling.json");

  private final MessageCodec codec = new MessageCodec(65_536);

  private static JsonNode section(String name) throws IOException {
    JsonNode section = new ObjectMapper().readTree(FILE.toFile()).path(name);
    assertTrue(section.size() > 0, name);
    return section;
  }

  private static ClientMessage client(JsonNode message) {
    String topic = message.path("topic").textValue();
    String payload = message.path("payload").textValue();
    return switch (message.path("type").textValue()) {
      case "hello" -> new ClientMessage.Hello(message.path("peer").textValue());
      case "join" -> new ClientMessage.Join(topic);
      case "leave" -> new ClientMessage.Leave(topic);
      case "publish" -> new ClientMessage.Publish(topic, payload);
      default -> new ClientMessage.Send(topic, message.path("to").textValue(), payload);
    };
  }

  private static String server(JsonNode message) {
    String topic = message.path("topic").textValue();
    String peer = message.path("peer").textValue();
    return switch (message.path("type").textValue()) {
      case "welcome" -> MessageCodec.welcome(peer);
      case "gone" -> MessageCodec.gone(topic, peer);
      default ->
          MessageCodec.message(
              topic, message.path("from").textValue(), message.path("payload").textValue());
    };
  }

  @Test
  void whatClientsSay() throws Exception {
    for (JsonNode vector : section("client")) {
      assertEquals(
          client(vector.path("message")),
          codec.decode(vector.path("text").textValue()),
          vector::toString);
    }
  }

  @Test
  void whatIsRefusedAndWhy() throws IOException {
    for (JsonNode vector : section("invalid")) {
      Rejection rejection =
          assertThrows(
              Rejection.class,
              () -> codec.decode(vector.path("text").textValue()),
              vector::toString);
      assertEquals(vector.path("code").textValue(), rejection.reason().code(), vector::toString);
    }
  }

  @Test
  void whatTheCoordinatorSays() throws IOException {
    for (JsonNode vector : section("server")) {
      assertEquals(vector.path("text").textValue(), server(vector.path("message")));
    }
  }
}
