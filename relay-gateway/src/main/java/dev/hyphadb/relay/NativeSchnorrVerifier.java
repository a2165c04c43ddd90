package dev.hyphadb.relay;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;

/** BIP-340 by libsecp256k1 through JNI. */
final class NativeSchnorrVerifier implements SchnorrVerifier {
  private final Secp256k1 secp256k1 = Secp256k1.Companion.get();

  @Override
  public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
    if (signature.length != 64 || message.length != 32 || publicKey.length != 32) {
      return false;
    }
    try {
      return secp256k1.verifySchnorr(signature, message, publicKey);
    } catch (Secp256k1Exception | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "libsecp256k1";
  }
}
