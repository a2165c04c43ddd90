package dev.hyphadb.jvm.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hyphadb.core.commit.SignatureVerifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Checks signatures of accounts. A signature does not carry the public key: it is recovered when an
 * account is met first and remembered, because verifying with a known key is cheaper. What is
 * accepted does not depend on what is remembered. Any thread.
 */
public final class EcdsaVerifier implements SignatureVerifier {
  private static final int KEYS_MAX = 10_000;

  /** Fewer are checked before another thread has begun. */
  private static final int SHARED_FROM = 8;

  private final Ecdsa library;

  /** Public keys by address. */
  private final Cache<ByteBuffer, byte[]> keys =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).build();

  public EcdsaVerifier() {
    this(Ecdsa.fastest());
  }

  EcdsaVerifier(Ecdsa library) {
    this.library = library;
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, byte[] address) {
    byte[] key = keys.getIfPresent(ByteBuffer.wrap(address));
    if (key != null) {
      return library.verify(digest, signature, key);
    }
    for (int parity = 0; parity < 2; parity++) {
      byte[] recovered = library.recover(digest, signature, parity);
      if (recovered != null
          && Arrays.equals(EthereumAddress.of(recovered), address)
          // Recovering does not mind a high s, which verifying refuses.
          && library.verify(digest, signature, recovered)) {
        keys.put(ByteBuffer.wrap(address.clone()), recovered);
        return true;
      }
    }
    return false;
  }

  /** On the common pool's threads, where there are enough. */
  @Override
  public boolean[] verifyAll(List<Claim> claims) {
    boolean[] verdicts = new boolean[claims.size()];
    IntStream all = IntStream.range(0, verdicts.length);
    (verdicts.length < SHARED_FROM ? all : all.parallel())
        .forEach(i -> verdicts[i] = verify(claims.get(i)));
    return verdicts;
  }
}
