package dev.hyphadb.jvm.crypto;

import dev.hyphadb.core.commit.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key of an account, which signs what its owner commits (SPEC.md section 6). Stays inside this
 * object: no accessor, no text form. Any thread.
 */
public final class AccountKey implements Signer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final byte[] address;

  private AccountKey(byte[] secret) {
    this.secret = secret;
    this.address = EthereumAddress.of(Ecdsa.fastest().publicKey(secret));
  }

  /** A new random account. */
  public static AccountKey generate() {
    byte[] secret = new byte[32];
    do {
      RANDOM.nextBytes(secret);
    } while (!Ecdsa.fastest().isSecret(secret));
    return new AccountKey(secret);
  }

  /**
   * @param hex 64 hexadecimal digits, with or without {@code 0x}, white space around them ignored
   * @throws IllegalArgumentException when they are no secp256k1 key; the message does not repeat
   *     them
   */
  public static AccountKey parse(String hex) {
    String digits = hex.strip();
    if (digits.startsWith("0x")) {
      digits = digits.substring(2);
    }
    byte[] secret;
    try {
      secret = HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException notHex) {
      secret = new byte[0];
    }
    if (!Ecdsa.fastest().isSecret(secret)) {
      throw new IllegalArgumentException(
          "the account's key is no secp256k1 key: it has to be 64 hexadecimal digits");
    }
    return new AccountKey(secret);
  }

  /**
   * Reads a key from a file that holds nothing else.
   *
   * @throws IllegalArgumentException when the file holds no key
   * @throws UncheckedIOException when the file cannot be read
   */
  public static AccountKey read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the account's key cannot be read from " + file, e);
    }
  }

  @Override
  public byte[] address() {
    return address;
  }

  @Override
  public byte[] sign(byte[] digest) {
    return Ecdsa.fastest().sign(digest, secret);
  }

  @Override
  public String toString() {
    return "AccountKey of " + EthereumAddress.toText(address);
  }
}
