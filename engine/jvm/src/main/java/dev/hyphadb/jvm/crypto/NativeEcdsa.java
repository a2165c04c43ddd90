package dev.hyphadb.jvm.crypto;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;

/** libsecp256k1 through JNI. */
final class NativeEcdsa implements Ecdsa {
  private static final int UNCOMPRESSED = 4;

  private final Secp256k1 library = Secp256k1.get();

  @Override
  public byte[] publicKey(byte[] secret) {
    return withoutPrefix(library.pubkeyCreate(secret));
  }

  @Override
  public byte[] sign(byte[] digest, byte[] secret) {
    return library.sign(digest, secret);
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
    if (digest.length != 32 || signature.length != 64 || publicKey.length != 64) {
      return false;
    }
    byte[] prefixed = new byte[65];
    prefixed[0] = UNCOMPRESSED;
    System.arraycopy(publicKey, 0, prefixed, 1, 64);
    try {
      // The library refuses a high s by itself.
      return library.verify(signature, digest, prefixed);
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  @Override
  public byte[] recover(byte[] digest, byte[] signature, int parity) {
    try {
      return withoutPrefix(library.ecdsaRecover(signature, digest, parity));
    } catch (RuntimeException malformed) {
      return null;
    }
  }

  @Override
  public boolean isSecret(byte[] secret) {
    return secret.length == 32 && library.secKeyVerify(secret);
  }

  private static byte[] withoutPrefix(byte[] uncompressed) {
    return Arrays.copyOfRange(uncompressed, 1, uncompressed.length);
  }
}
