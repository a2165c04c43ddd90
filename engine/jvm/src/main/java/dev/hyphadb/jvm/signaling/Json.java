package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Base64;

/**
 * Reading JSON from strangers: shallow, without duplicate names or trailing text, and never by
 * surprise.
 */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The text of a field, empty when there is none. */
  static String text(JsonNode object, String field) {
    return text(object.get(field));
  }

  static String text(JsonNode node) {
    return node != null && node.isTextual() ? node.textValue() : "";
  }

  /** The bytes of a base64 text, or null when it is none or too long. */
  static byte[] base64(JsonNode node, int bytesMax) {
    if (node == null || !node.isTextual() || node.textValue().length() > (bytesMax + 2) / 3 * 4) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(node.textValue());
      return bytes.length > bytesMax ? null : bytes;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
