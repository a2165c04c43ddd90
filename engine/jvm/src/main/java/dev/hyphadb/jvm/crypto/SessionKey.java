package dev.hyphadb.jvm.crypto;

import dev.hyphadb.core.sync.PeerId;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key pair of one session on the network: its x-only public key is the peer's id, so that what
 * is signed with it cannot be said in another peer's name (BIP-340). Made anew each time, never
 * stored.
 */
public final class SessionKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final PeerId peer;

  private SessionKey(byte[] secret) {
    this.secret = secret;
    this.peer = new PeerId(HexFormat.of().formatHex(Schnorr.fastest().publicKey(secret)));
  }

  /** A new random key. */
  public static SessionKey generate() {
    byte[] secret = new byte[32];
    do {
      RANDOM.nextBytes(secret);
    } while (!Schnorr.fastest().isSecret(secret));
    return new SessionKey(secret);
  }

  /** The public key as the peer's id. */
  public PeerId peer() {
    return peer;
  }

  /** The 64-byte signature of a 32-byte message. */
  public byte[] sign(byte[] message) {
    if (message.length != 32) {
      throw new IllegalArgumentException(
          "BIP-340 signs 32 bytes here, not " + message.length + ": hash them first");
    }
    byte[] auxiliary = new byte[32];
    RANDOM.nextBytes(auxiliary);
    return Schnorr.fastest().sign(message, secret, auxiliary);
  }

  /** Whether the signature over the 32-byte message is the peer's. False for anything malformed. */
  public static boolean verify(PeerId peer, byte[] message, byte[] signature) {
    return Schnorr.fastest().verify(signature, message, HexFormat.of().parseHex(peer.hex()));
  }

  @Override
  public String toString() {
    return "SessionKey of " + peer;
  }
}
