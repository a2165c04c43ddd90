package dev.hyphadb.system;

import dev.hyphadb.jvm.crypto.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Nostr event (NIP-01) with a valid signature, without tags. */
record SignedEvent(String json) {
  static SignedEvent fresh(int kind, String content) {
    SessionKey key = SessionKey.generate();
    long createdAt = System.currentTimeMillis() / 1_000;
    String author = key.peer().hex();
    byte[] id = sha256("[0,\"%s\",%d,%d,[],\"%s\"]".formatted(author, createdAt, kind, content));
    HexFormat hex = HexFormat.of();
    return new SignedEvent(
        ("{\"id\":\"%s\",\"pubkey\":\"%s\",\"created_at\":%d,\"kind\":%d,\"tags\":[],"
                + "\"content\":\"%s\",\"sig\":\"%s\"}")
            .formatted(
                hex.formatHex(id), author, createdAt, kind, content, hex.formatHex(key.sign(id))));
  }

  /** The message that publishes an event. */
  static byte[] message(String event) {
    return ("[\"EVENT\"," + event + "]").getBytes(StandardCharsets.UTF_8);
  }

  static String sha256Hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
