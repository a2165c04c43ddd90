package dev.hyphadb.signaling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hyphadb.signaling.Rejection.Reason;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * JSON text to {@link ClientMessage} and server messages to JSON text, as in {@code
 * docs/protocol/signaling.md}.
 *
 * <p>Members it does not know are ignored, so the protocol can grow; a repeated member or trailing
 * text is malformed. Safe for any thread.
 */
final class MessageCodec {
  private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
  private static final int DEPTH_MAX = 4;

  /** Room for the other members of a message around its payload. */
  private static final int ENVELOPE_CHARS_MAX = 1024;

  private final int payloadBytesMax;
  private final ObjectMapper json;

  MessageCodec(int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH_MAX)
            .maxStringLength(messageCharsMax())
            .maxNameLength(ENVELOPE_CHARS_MAX)
            .maxNumberLength(32)
            .build();
    this.json =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** The longest text that can be a valid message. */
  int messageCharsMax() {
    return (payloadBytesMax + 2) / 3 * 4 + ENVELOPE_CHARS_MAX;
  }

  ClientMessage decode(String text) throws Rejection {
    if (text.length() > messageCharsMax()) {
      throw new Rejection(
          Reason.MESSAGE_TOO_LARGE,
          "The message has "
              + text.length()
              + " characters; at most "
              + messageCharsMax()
              + " are read.");
    }
    JsonNode message;
    try {
      message = json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Rejection(Reason.MALFORMED, "The message is not one JSON object.");
    }
    if (message == null || !message.isObject()) {
      throw new Rejection(Reason.MALFORMED, "The message is not one JSON object.");
    }
    return switch (message.path("type").asText("")) {
      case "hello" -> new ClientMessage.Hello(peer(message, "peer"));
      case "join" -> new ClientMessage.Join(topic(message));
      case "leave" -> new ClientMessage.Leave(topic(message));
      case "publish" -> new ClientMessage.Publish(topic(message), payload(message));
      case "send" -> new ClientMessage.Send(topic(message), peer(message, "to"), payload(message));
      default ->
          throw new Rejection(
              Reason.UNKNOWN_TYPE, "/type must be one of hello, join, leave, publish, send.");
    };
  }

  private static String peer(JsonNode message, String member) throws Rejection {
    return hex(message, member, Reason.INVALID_PEER);
  }

  private static String topic(JsonNode message) throws Rejection {
    return hex(message, "topic", Reason.INVALID_TOPIC);
  }

  private static String hex(JsonNode message, String member, Reason reason) throws Rejection {
    JsonNode value = message.path(member);
    if (!value.isTextual() || !HEX_64.matcher(value.textValue()).matches()) {
      throw new Rejection(reason, "/" + member + " must be 64 lowercase hex digits.");
    }
    return value.textValue();
  }

  private String payload(JsonNode message) throws Rejection {
    JsonNode value = message.path("payload");
    if (!value.isTextual()) {
      throw new Rejection(Reason.INVALID_PAYLOAD, "/payload must be a base64 string.");
    }
    int decodedBytes;
    try {
      decodedBytes = Base64.getDecoder().decode(value.textValue()).length;
    } catch (IllegalArgumentException e) {
      throw new Rejection(Reason.INVALID_PAYLOAD, "/payload must be a base64 string.");
    }
    if (decodedBytes > payloadBytesMax) {
      throw new Rejection(
          Reason.PAYLOAD_TOO_LARGE,
          "/payload has " + decodedBytes + " bytes; at most " + payloadBytesMax + " are relayed.");
    }
    return value.textValue();
  }

  // The values below were checked on the way in (hex, base64), so none needs escaping.

  static String welcome(String peer) {
    return "{\"type\":\"welcome\",\"peer\":\"" + peer + "\"}";
  }

  static String message(String topic, String from, String payload) {
    return "{\"type\":\"message\",\"topic\":\""
        + topic
        + "\",\"from\":\""
        + from
        + "\",\"payload\":\""
        + payload
        + "\"}";
  }

  static String gone(String topic, String peer) {
    return "{\"type\":\"gone\",\"topic\":\"" + topic + "\",\"peer\":\"" + peer + "\"}";
  }

  /**
   * {@code detail} is one of this package's own sentences and never repeats what the client sent.
   */
  static String error(Reason reason, String detail) {
    return "{\"type\":\"error\",\"code\":\"" + reason.code() + "\",\"detail\":\"" + detail + "\"}";
  }
}
