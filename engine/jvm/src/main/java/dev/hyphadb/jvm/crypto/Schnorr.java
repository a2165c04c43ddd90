package dev.hyphadb.jvm.crypto;

/** BIP-340 signatures over secp256k1. Keys and messages have 32 bytes, signatures 64. */
public interface Schnorr {
  /** The x-only public key. */
  byte[] publicKey(byte[] secret);

  /** Signs; {@code auxiliary} is 32 fresh random bytes. */
  byte[] sign(byte[] message, byte[] secret, byte[] auxiliary);

  /** Whether the signature is this key's; false for anything malformed. */
  boolean verify(byte[] signature, byte[] message, byte[] publicKey);

  /** Whether the bytes can be a secret key: not zero, below the order of the group. */
  boolean isSecret(byte[] secret);

  /** Who does the work: for logs and health. */
  String name();

  /** Whether it signs and verifies, and refuses what was changed. */
  default boolean selfTest() {
    byte[] secret = new byte[32];
    secret[31] = 3;
    byte[] message = new byte[32];
    byte[] signature = sign(message, secret, new byte[32]);
    boolean accepts = verify(signature, message, publicKey(secret));
    message[0] = 1;
    return accepts && !verify(signature, message, publicKey(secret));
  }

  /** The native library, or Bouncy Castle where it does not load. */
  static Schnorr fastest() {
    return Fastest.INSTANCE;
  }

  /** Chosen at first use. */
  final class Fastest {
    private static final Schnorr INSTANCE =
        FirstThatWorks.choose(
            "secp256k1", NativeSchnorr::new, Schnorr::selfTest, () -> new BouncyCastleSchnorr());

    private Fastest() {}
  }
}
