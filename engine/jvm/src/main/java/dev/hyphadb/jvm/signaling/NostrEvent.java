package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.crypto.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A Nostr event (NIP-01).
 *
 * @param id SHA-256, in hex, of the array of the other fields but the signature
 * @param createdAt seconds since 1970
 * @param signature BIP-340, over the id, in hex
 */
record NostrEvent(
    String id,
    PeerId author,
    long createdAt,
    int kind,
    List<List<String>> tags,
    String content,
    String signature) {
  private static final int TAGS_MAX = 16;
  private static final int TAG_VALUES_MAX = 8;
  private static final int TAG_LENGTH_MAX = 256;

  static NostrEvent signed(
      SessionKey key, long createdAt, int kind, List<List<String>> tags, String content) {
    byte[] id = hash(key.peer(), createdAt, kind, tags, content);
    HexFormat hex = HexFormat.of();
    return new NostrEvent(
        hex.formatHex(id), key.peer(), createdAt, kind, tags, content, hex.formatHex(key.sign(id)));
  }

  /**
   * The event in JSON from outside, or null when it is none that this client could have a use for.
   */
  static NostrEvent of(JsonNode json) {
    String author = Json.text(json, "pubkey");
    String id = Json.text(json, "id");
    String signature = Json.text(json, "sig");
    String content = Json.text(json, "content");
    JsonNode createdAt = json.get("created_at");
    JsonNode kind = json.get("kind");
    List<List<String>> tags = tags(json.get("tags"));
    if (!PeerId.isValid(author)
        || !PeerId.isValid(id)
        || !isHex(signature, 128)
        || !isPlain(content)
        || createdAt == null
        || !createdAt.canConvertToLong()
        || !createdAt.isIntegralNumber()
        || kind == null
        || !kind.isInt()
        || tags == null) {
      return null;
    }
    return new NostrEvent(
        id, new PeerId(author), createdAt.longValue(), kind.intValue(), tags, content, signature);
  }

  private static List<List<String>> tags(JsonNode json) {
    if (json == null || !json.isArray() || json.size() > TAGS_MAX) {
      return null;
    }
    List<List<String>> tags = new ArrayList<>();
    for (JsonNode tag : json) {
      if (!tag.isArray() || tag.size() > TAG_VALUES_MAX) {
        return null;
      }
      List<String> values = new ArrayList<>();
      for (JsonNode value : tag) {
        String text = value.textValue();
        if (text == null || text.length() > TAG_LENGTH_MAX || !isPlain(text)) {
          return null;
        }
        values.add(text);
      }
      tags.add(values);
    }
    return tags;
  }

  /** Printable ASCII: what these events are made of, and what every JSON writer writes alike. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static boolean isHex(String text, int length) {
    return text.length() == length
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** Whether the id is the content's and the signature the author's. */
  boolean isGenuine() {
    byte[] hash = hash(author, createdAt, kind, tags, content);
    HexFormat hex = HexFormat.of();
    return hex.formatHex(hash).equals(id)
        && SessionKey.verify(author, hash, hex.parseHex(signature));
  }

  /** The second value of the first tag of that name, or an empty text. */
  String tag(String name) {
    for (List<String> tag : tags) {
      if (tag.size() >= 2 && tag.getFirst().equals(name)) {
        return tag.get(1);
      }
    }
    return "";
  }

  ObjectNode json() {
    ObjectNode json =
        Json.MAPPER
            .createObjectNode()
            .put("id", id)
            .put("pubkey", author.hex())
            .put("created_at", createdAt)
            .put("kind", kind);
    json.set("tags", tagsJson(tags));
    return json.put("content", content).put("sig", signature);
  }

  private static ArrayNode tagsJson(List<List<String>> tags) {
    ArrayNode json = Json.MAPPER.createArrayNode();
    for (List<String> tag : tags) {
      ArrayNode values = json.addArray();
      tag.forEach(values::add);
    }
    return json;
  }

  private static byte[] hash(
      PeerId author, long createdAt, int kind, List<List<String>> tags, String content) {
    ArrayNode fields =
        Json.MAPPER.createArrayNode().add(0).add(author.hex()).add(createdAt).add(kind);
    fields.add(tagsJson(tags)).add(content);
    try {
      byte[] bytes = Json.MAPPER.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Nostr event could not be hashed: " + e.getMessage(), e);
    }
  }
}
