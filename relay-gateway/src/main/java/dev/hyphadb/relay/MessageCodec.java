package dev.hyphadb.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hyphadb.relay.Refusal.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** NIP-01's messages from and to JSON text. Strict where well-known relays are lax. Any thread. */
final class MessageCodec {
  private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern HEX_128 = Pattern.compile("[0-9a-f]{128}");
  private static final int SUBSCRIPTION_CHARS_MAX = 64;
  private static final int KIND_MAX = 65_535;

  private final RelayConfig config;
  private final ObjectMapper json;

  MessageCodec(RelayConfig config) {
    this.config = config;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxStringLength(config.messageBytesMax())
            .maxNameLength(256)
            .maxNumberLength(32)
            .build();
    this.json =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** Throws for what cannot be answered by OK or CLOSED, hence is answered by NOTICE. */
  ClientMessage decode(String text) throws Refusal {
    // Characters are at least as many as a third of the bytes, so the cheap test comes first.
    if (text.length() > config.messageBytesMax() || utf8Bytes(text) > config.messageBytesMax()) {
      throw new Refusal(
          Reason.MESSAGE_TOO_LARGE, "the message is over " + config.messageBytesMax() + " bytes");
    }
    JsonNode message;
    try {
      message = json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal(Reason.MALFORMED, "the message is not one JSON array");
    }
    if (message == null || !message.isArray() || !message.path(0).isTextual()) {
      throw new Refusal(
          Reason.MALFORMED, "the message is not a JSON array that starts with a command");
    }
    return switch (message.get(0).textValue()) {
      case "EVENT" -> event(message);
      case "REQ" -> request(message);
      case "CLOSE" -> new ClientMessage.Close(subscription(message));
      default ->
          throw new Refusal(Reason.UNKNOWN_COMMAND, "the commands here are EVENT, REQ and CLOSE");
    };
  }

  private static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private ClientMessage event(JsonNode message) {
    JsonNode body = message.path(1);
    String id = body.path("id").isTextual() ? body.get("id").textValue() : "";
    try {
      if (message.size() != 2 || !body.isObject()) {
        throw invalidEvent("EVENT takes one object");
      }
      return new ClientMessage.Publish(
          new Event(
              hex(body, "id", HEX_64),
              hex(body, "pubkey", HEX_64),
              createdAt(body.path("created_at")),
              kind(body.path("kind")),
              tags(body.path("tags")),
              string(body.path("content"), "content"),
              hex(body, "sig", HEX_128)));
    } catch (Refusal refusal) {
      return new ClientMessage.RefusedEvent(HEX_64.matcher(id).matches() ? id : "", refusal);
    }
  }

  private static Refusal invalidEvent(String sentence) {
    return new Refusal(Reason.INVALID_EVENT, sentence);
  }

  private static String hex(JsonNode body, String member, Pattern pattern) throws Refusal {
    JsonNode value = body.path(member);
    if (!value.isTextual() || !pattern.matcher(value.textValue()).matches()) {
      throw invalidEvent(
          member + " must be " + (pattern == HEX_64 ? 64 : 128) + " lowercase hex digits");
    }
    return value.textValue();
  }

  private static long createdAt(JsonNode value) throws Refusal {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw invalidEvent("created_at must be a whole number of seconds");
    }
    return value.longValue();
  }

  private static int kind(JsonNode value) throws Refusal {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 0
        || value.intValue() > KIND_MAX) {
      throw invalidEvent("kind must be a whole number from 0 to 65535");
    }
    return value.intValue();
  }

  private List<List<String>> tags(JsonNode value) throws Refusal {
    if (!value.isArray() || value.size() > config.tagsPerEventMax()) {
      throw invalidEvent(
          "tags must be an array of at most " + config.tagsPerEventMax() + " arrays");
    }
    List<List<String>> tags = new ArrayList<>(value.size());
    for (JsonNode tag : value) {
      if (!tag.isArray() || tag.isEmpty()) {
        throw invalidEvent("each tag must be a non-empty array of strings");
      }
      List<String> strings = new ArrayList<>(tag.size());
      for (JsonNode item : tag) {
        strings.add(string(item, "a tag's item"));
      }
      tags.add(List.copyOf(strings));
    }
    return List.copyOf(tags);
  }

  private static String string(JsonNode value, String name) throws Refusal {
    if (!value.isTextual()) {
      throw invalidEvent(name + " must be a string");
    }
    String text = value.textValue();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw invalidEvent(name + " has half of a surrogate pair, which UTF-8 cannot carry");
      }
    }
    return text;
  }

  private static String subscription(JsonNode message) throws Refusal {
    JsonNode value = message.path(1);
    if (!value.isTextual()
        || value.textValue().isEmpty()
        || value.textValue().length() > SUBSCRIPTION_CHARS_MAX) {
      throw new Refusal(
          Reason.INVALID_SUBSCRIPTION,
          "a subscription id is a string of 1 to " + SUBSCRIPTION_CHARS_MAX + " characters");
    }
    return value.textValue();
  }

  private ClientMessage request(JsonNode message) throws Refusal {
    String subscription = subscription(message);
    try {
      int count = message.size() - 2;
      if (count < 1 || count > config.filtersPerRequestMax()) {
        throw invalidFilter("REQ takes 1 to " + config.filtersPerRequestMax() + " filters");
      }
      List<Filter> filters = new ArrayList<>(count);
      for (int i = 2; i < message.size(); i++) {
        filters.add(filter(message.get(i)));
      }
      return new ClientMessage.Request(subscription, filters);
    } catch (Refusal refusal) {
      return new ClientMessage.RefusedRequest(subscription, refusal);
    }
  }

  private static Refusal invalidFilter(String sentence) {
    return new Refusal(Reason.INVALID_FILTER, sentence);
  }

  private Filter filter(JsonNode body) throws Refusal {
    if (!body.isObject()) {
      throw invalidFilter("a filter is an object");
    }
    Set<String> ids = null;
    Set<String> authors = null;
    Set<Integer> kinds = null;
    Map<Character, Set<String>> tags = new HashMap<>();
    long since = Long.MIN_VALUE;
    long until = Long.MAX_VALUE;
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      JsonNode value = member.getValue();
      String name = member.getKey();
      switch (name) {
        case "ids" -> ids = strings(name, value, true);
        case "authors" -> authors = strings(name, value, true);
        case "kinds" -> kinds = kinds(value);
        case "since" -> since = number(name, value);
        case "until" -> until = number(name, value);
        // Bounds the answer from storage; there is none, so it only has to be well formed.
        case "limit" -> number(name, value);
        default -> {
          if (name.length() != 2 || name.charAt(0) != '#' || !isLetter(name.charAt(1))) {
            throw invalidFilter(
                "the members of a filter are ids, authors, kinds, #a to #Z, since, until, limit");
          }
          boolean hex = name.equals("#e") || name.equals("#p");
          tags.put(name.charAt(1), strings(name, value, hex));
        }
      }
    }
    return new Filter(ids, authors, kinds, tags, since, until);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void checkArray(String name, JsonNode value) throws Refusal {
    if (!value.isArray() || value.size() > config.valuesPerFilterMax()) {
      throw invalidFilter(
          name + " must be an array of at most " + config.valuesPerFilterMax() + " values");
    }
  }

  private Set<String> strings(String name, JsonNode value, boolean hex) throws Refusal {
    checkArray(name, value);
    Set<String> strings = new HashSet<>();
    for (JsonNode item : value) {
      if (!item.isTextual() || (hex && !HEX_64.matcher(item.textValue()).matches())) {
        throw invalidFilter(
            name + " must hold " + (hex ? "64 lowercase hex digits each" : "strings"));
      }
      strings.add(item.textValue());
    }
    return strings;
  }

  private Set<Integer> kinds(JsonNode value) throws Refusal {
    checkArray("kinds", value);
    Set<Integer> kinds = new HashSet<>();
    for (JsonNode item : value) {
      if (!item.isIntegralNumber()
          || !item.canConvertToInt()
          || item.intValue() < 0
          || item.intValue() > KIND_MAX) {
        throw invalidFilter("kinds must hold whole numbers from 0 to 65535");
      }
      kinds.add(item.intValue());
    }
    return kinds;
  }

  private static long number(String name, JsonNode value) throws Refusal {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw invalidFilter(name + " must be a whole number, not negative");
    }
    return value.longValue();
  }

  static String ok(String id, boolean accepted, String text) {
    StringBuilder out =
        new StringBuilder("[\"OK\",\"").append(id).append("\",").append(accepted).append(',');
    Event.appendString(out, text, true);
    return out.append(']').toString();
  }

  static String event(String subscription, String eventJson) {
    StringBuilder out = new StringBuilder(eventJson.length() + 80).append("[\"EVENT\",");
    Event.appendString(out, subscription, true);
    return out.append(',').append(eventJson).append(']').toString();
  }

  static String eose(String subscription) {
    StringBuilder out = new StringBuilder("[\"EOSE\",");
    Event.appendString(out, subscription, true);
    return out.append(']').toString();
  }

  static String closed(String subscription, String text) {
    StringBuilder out = new StringBuilder("[\"CLOSED\",");
    Event.appendString(out, subscription, true);
    out.append(',');
    Event.appendString(out, text, true);
    return out.append(']').toString();
  }

  static String notice(String text) {
    StringBuilder out = new StringBuilder("[\"NOTICE\",");
    Event.appendString(out, text, true);
    return out.append(']').toString();
  }
}
