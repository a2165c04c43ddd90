package dev.hyphadb.relay;

import dev.hyphadb.jvm.crypto.Schnorr;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Events signed with a key of the test's own. */
final class SignedEvents {
  private static final HexFormat HEX = HexFormat.of();
  private static final Schnorr SCHNORR = Schnorr.fastest();

  private final byte[] key;
  private final String pubkey;

  SignedEvents(int seed) {
    key = Event.sha256(("test key " + seed).getBytes(StandardCharsets.US_ASCII));
    pubkey = HEX.formatHex(SCHNORR.publicKey(key));
  }

  String pubkey() {
    return pubkey;
  }

  Event sign(int kind, long createdAt, List<List<String>> tags, String content) {
    Event unsigned = new Event("", pubkey, createdAt, kind, tags, content, "");
    byte[] id = Event.sha256(unsigned.canonical().getBytes(StandardCharsets.UTF_8));
    return new Event(
        HEX.formatHex(id),
        pubkey,
        createdAt,
        kind,
        tags,
        content,
        HEX.formatHex(SCHNORR.sign(id, key, new byte[32])));
  }

  static String message(Event event) {
    return "[\"EVENT\"," + event.json() + "]";
  }
}
