package dev.hyphadb.relay;

import java.util.HexFormat;

/** BIP-340 verification. Any thread; never throws on bad input. */
interface SchnorrVerifier {
  /**
   * {@code signature} 64 bytes, {@code message} and {@code publicKey} (x only) 32 bytes; other
   * lengths are false.
   */
  boolean verify(byte[] signature, byte[] message, byte[] publicKey);

  /** For logs and health. */
  String name();

  /** Whether it accepts vector 0 of BIP-340 and refuses it with one bit changed. */
  default boolean selfTest() {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9");
    byte[] signature =
        hex.parseHex(
            "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0");
    byte[] message = new byte[32];
    if (!verify(signature, message, key)) {
      return false;
    }
    message[31] = 1;
    return !verify(signature, message, key);
  }

  /** The native library where it loads and passes its self-test, else pure Java. */
  static SchnorrVerifier best() {
    try {
      SchnorrVerifier fast = new NativeSchnorrVerifier();
      if (fast.selfTest()) {
        return fast;
      }
    } catch (RuntimeException | LinkageError e) {
      org.jboss.logging.Logger.getLogger(SchnorrVerifier.class)
          .warnf(
              "Native secp256k1 does not load (%s); verifying in Java at a third of the speed.", e);
    }
    return new BouncyCastleSchnorrVerifier();
  }
}
