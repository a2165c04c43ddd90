package dev.hyphadb.jvm.crypto;

import java.util.Arrays;

/**
 * ECDSA over secp256k1 with deterministic nonces (RFC 6979, SHA-256) and low s only, so that a
 * digest and a key have one signature. Secrets and digests have 32 bytes, signatures 64 (r, then
 * s), public keys 64 (x, then y). Any thread.
 */
interface Ecdsa {
  byte[] publicKey(byte[] secret);

  byte[] sign(byte[] digest, byte[] secret);

  /** Whether the signature is this key's; false for anything malformed and for a high s. */
  boolean verify(byte[] digest, byte[] signature, byte[] publicKey);

  /**
   * The key that a valid signature was made with, one of two that fit it.
   *
   * @param parity 0 or 1: which of the two, by the parity of the nonce point's y
   * @return {@code null} when there is none
   */
  byte[] recover(byte[] digest, byte[] signature, int parity);

  /** Whether the bytes can be a secret key: not zero, below the order of the group. */
  boolean isSecret(byte[] secret);

  /** Whether it signs, verifies and recovers, and refuses what was changed. */
  default boolean selfTest() {
    byte[] secret = new byte[32];
    secret[31] = 3;
    byte[] digest = new byte[32];
    digest[0] = 5;
    byte[] key = publicKey(secret);
    byte[] signature = sign(digest, secret);
    boolean accepts = verify(digest, signature, key);
    boolean recovers =
        Arrays.equals(key, recover(digest, signature, 0))
            || Arrays.equals(key, recover(digest, signature, 1));
    digest[0] = 1;
    return accepts && recovers && !verify(digest, signature, key);
  }

  /** The native library, or Bouncy Castle where it does not load. */
  static Ecdsa fastest() {
    return Fastest.INSTANCE;
  }

  /** Chosen at first use. */
  final class Fastest {
    private static final Ecdsa INSTANCE =
        FirstThatWorks.choose(
            "secp256k1", NativeEcdsa::new, Ecdsa::selfTest, () -> new BouncyCastleEcdsa());

    private Fastest() {}
  }
}
