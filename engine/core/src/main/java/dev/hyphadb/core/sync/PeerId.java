package dev.hyphadb.core.sync;

/**
 * Names a participant of the network for one session: 32 bytes in lowercase hex. Peers that meet
 * over Nostr use the x-only public key of their session (BIP-340), so that nobody can speak in
 * their name; elsewhere it is random.
 */
public record PeerId(String hex) implements Comparable<PeerId> {
  public PeerId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException(
          "a peer id has 64 lowercase hexadecimal digits, not: " + abbreviate(hex));
    }
  }

  /** Whether the text, which may come from outside, is a peer id. */
  public static boolean isValid(String hex) {
    if (hex == null || hex.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String abbreviate(String text) {
    return text == null || text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  @Override
  public int compareTo(PeerId other) {
    return hex.compareTo(other.hex);
  }

  /** The first eight digits: enough for a log line. */
  @Override
  public String toString() {
    return hex.substring(0, 8);
  }
}
