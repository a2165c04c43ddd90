package dev.hyphadb.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A Nostr event whose shape has been checked (NIP-01): hex in lowercase, kind in 0..65535, strings
 * without lone surrogates. Whether id and signature are right is {@link #idMatches} and the {@link
 * Schnorr}'s to say.
 *
 * @param createdAt seconds since 1970
 */
record Event(
    String id,
    String pubkey,
    long createdAt,
    int kind,
    List<List<String>> tags,
    String content,
    String sig) {

  boolean ephemeral() {
    return kind >= 20_000 && kind < 30_000;
  }

  boolean idMatches() {
    return id.equals(
        HexFormat.of().formatHex(sha256(canonical().getBytes(StandardCharsets.UTF_8))));
  }

  /** The serialisation that NIP-01 hashes: no white space, seven escapes, all else verbatim. */
  String canonical() {
    StringBuilder out = new StringBuilder(256 + content.length());
    out.append("[0,\"").append(pubkey).append("\",").append(createdAt).append(',').append(kind);
    out.append(',');
    appendTags(out, false);
    out.append(',');
    appendString(out, content, false);
    return out.append(']').toString();
  }

  /** The event as a JSON object, for delivery. */
  String json() {
    StringBuilder out = new StringBuilder(512 + content.length());
    out.append("{\"id\":\"").append(id).append("\",\"pubkey\":\"").append(pubkey);
    out.append("\",\"created_at\":").append(createdAt).append(",\"kind\":").append(kind);
    out.append(",\"tags\":");
    appendTags(out, true);
    out.append(",\"content\":");
    appendString(out, content, true);
    return out.append(",\"sig\":\"").append(sig).append("\"}").toString();
  }

  private void appendTags(StringBuilder out, boolean escapeControls) {
    out.append('[');
    for (int i = 0; i < tags.size(); i++) {
      out.append(i == 0 ? "[" : ",[");
      List<String> tag = tags.get(i);
      for (int j = 0; j < tag.size(); j++) {
        if (j > 0) {
          out.append(',');
        }
        appendString(out, tag.get(j), escapeControls);
      }
      out.append(']');
    }
    out.append(']');
  }

  /**
   * {@code escapeControls}: JSON demands escapes for the control characters that NIP-01's hash
   * takes verbatim.
   */
  static void appendString(StringBuilder out, String text, boolean escapeControls) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (escapeControls && c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no SHA-256; run on a standard one.", e);
    }
  }
}
