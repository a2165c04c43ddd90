package dev.hyphadb.core.commit;

import java.util.List;

/**
 * The check of signatures as a port. Called from several threads at once where a platform has them.
 */
@FunctionalInterface
public interface SignatureVerifier {
  /**
   * Length of a signature: r and s. Without a recovery number: one that is not checked could be
   * changed on the way, and checking it would cost as much as recovering the key each time.
   */
  int SIGNATURE_LENGTH = 64;

  /**
   * Whether the signature is the account's, made by {@link Signer#sign} for this digest. Never
   * throws for what comes from outside: anything but 64 bytes, or a high s, is simply no signature.
   *
   * @param digest 32 bytes
   * @param signature of any length
   * @param address the account, 20 bytes
   */
  boolean verify(byte[] digest, byte[] signature, byte[] address);

  /** What {@link #verify} is asked about. */
  record Claim(byte[] digest, byte[] signature, byte[] address) {}

  /**
   * Checks several, side by side where a platform can.
   *
   * @return for each, in their order, what {@link #verify} says
   */
  default boolean[] verifyAll(List<Claim> claims) {
    boolean[] verdicts = new boolean[claims.size()];
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = verify(claims.get(i));
    }
    return verdicts;
  }

  /** {@link #verify} for a claim. */
  default boolean verify(Claim claim) {
    return verify(claim.digest(), claim.signature(), claim.address());
  }
}
