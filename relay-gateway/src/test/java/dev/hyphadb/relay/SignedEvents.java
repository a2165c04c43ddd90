package dev.hyphadb.relay;

import fr.acinq.secp256k1.Secp256k1;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Events signed with a key of the test's own. */
final class SignedEvents {
  private static final HexFormat HEX = HexFormat.of();
  private static final Secp256k1 SECP = Secp256k1.Companion.get();

  private final byte[] key;
  private final String pubkey;

  SignedEvents(int seed) {
    key = Event.sha256(("test key " + seed).getBytes(StandardCharsets.US_ASCII));
    pubkey = HEX.formatHex(Arrays.copyOfRange(SECP.pubkeyCreate(key), 1, 33));
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
        HEX.formatHex(SECP.signSchnorr(id, key, new byte[32])));
  }

  static String message(Event event) {
    return "[\"EVENT\"," + event.json() + "]";
  }
}
