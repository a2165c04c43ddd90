package dev.hyphadb.jvm.crypto;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;

/** libsecp256k1 through JNI. */
final class NativeSchnorr implements Schnorr {
  private final Secp256k1 library = Secp256k1.get();

  @Override
  public String name() {
    return "libsecp256k1";
  }

  @Override
  public byte[] publicKey(byte[] secret) {
    return Arrays.copyOfRange(library.pubkeyCreate(secret), 1, 33);
  }

  @Override
  public byte[] sign(byte[] message, byte[] secret, byte[] auxiliary) {
    return library.signSchnorr(message, secret, auxiliary);
  }

  @Override
  public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
    if (signature.length != 64 || message.length != 32 || publicKey.length != 32) {
      return false;
    }
    try {
      return library.verifySchnorr(signature, message, publicKey);
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  @Override
  public boolean isSecret(byte[] secret) {
    return secret.length == 32 && library.secKeyVerify(secret);
  }
}
