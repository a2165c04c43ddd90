package dev.hyphadb.jvm.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The topic of a room: the SHA-256 of {@code hypha:} and the room's name, in hex, so that relays do
 * not learn it.
 */
final class Topics {
  private Topics() {}

  static String of(String roomName) {
    if (roomName.isEmpty() || roomName.length() > 1_024) {
      throw new IllegalArgumentException(
          "a room's name has 1 to 1,024 characters, not " + roomName.length());
    }
    try {
      byte[] name = ("hypha:" + roomName).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java runtime has no SHA-256, which every one must have", e);
    }
  }
}
