package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.Hex;
import java.util.Arrays;
import java.util.Locale;

/**
 * An account: 20 bytes derived from its public key. As text {@code 0x} and 40 hexadecimal digits,
 * whose case says nothing.
 *
 * @param bytes not to be changed
 */
public record Address(byte[] bytes) {
  private static final int TEXT_LENGTH = 2 + 2 * Commit.AUTHOR_LENGTH;

  public Address {
    if (bytes.length != Commit.AUTHOR_LENGTH) {
      throw new IllegalArgumentException("an address has 20 bytes, not " + bytes.length);
    }
  }

  /**
   * @throws IllegalArgumentException when the text is no address
   */
  public static Address of(String text) {
    if (!isAddress(text, 0)) {
      throw new IllegalArgumentException(
          "an address is 0x and 40 hexadecimal digits, not \"" + text + "\"");
    }
    return new Address(Hex.decode(text.substring(2)));
  }

  static boolean isAddress(String text, int offset) {
    if (text.length() - offset != TEXT_LENGTH
        || text.charAt(offset) != '0'
        || (text.charAt(offset + 1) | 0x20) != 'x') {
      return false;
    }
    for (int i = offset + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isDigit = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      if (!isDigit) {
        return false;
      }
    }
    return true;
  }

  /** The id of the node that holds the account's role. */
  public String userNode() {
    return UserNode.PREFIX + this;
  }

  /** The text without regard to case. */
  static String canonical(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | bytes[3] & 0xff;
  }

  /** In lowercase. */
  @Override
  public String toString() {
    return "0x" + Hex.encode(bytes);
  }
}
