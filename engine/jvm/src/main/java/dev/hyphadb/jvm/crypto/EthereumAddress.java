package dev.hyphadb.jvm.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Addresses of accounts: the last 20 bytes of the Keccak-256 hash of a public key. */
public final class EthereumAddress {
  /** Bytes of an address. */
  public static final int LENGTH = 20;

  private EthereumAddress() {}

  /**
   * @param publicKey 64 bytes, x then y
   */
  static byte[] of(byte[] publicKey) {
    byte[] hash = keccak(publicKey);
    return Arrays.copyOfRange(hash, hash.length - LENGTH, hash.length);
  }

  /** The text that people see: {@code 0x} and 40 digits whose capitals are a checksum (EIP-55). */
  public static String toText(byte[] address) {
    String digits = HexFormat.of().formatHex(address);
    byte[] hash = keccak(digits.getBytes(StandardCharsets.US_ASCII));
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
      text.append(nibble >= 8 ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
    }
    return text.toString();
  }

  /**
   * Reads an address, with or without {@code 0x}.
   *
   * @throws IllegalArgumentException when it is none, or mixes capitals otherwise than its checksum
   *     says
   */
  public static byte[] parse(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    byte[] address;
    try {
      address = HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no address: it has 40 digits", e);
    }
    if (address.length != LENGTH) {
      throw new IllegalArgumentException("\"" + text + "\" is no address: it has 40 digits");
    }
    boolean isMixed =
        digits.chars().anyMatch(Character::isUpperCase)
            && digits.chars().anyMatch(Character::isLowerCase);
    if (isMixed && !toText(address).equals("0x" + digits)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is mistyped: its capitals do not fit its digits (EIP-55)");
    }
    return address;
  }

  private static byte[] keccak(byte[] bytes) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }
}
