package dev.hyphadb.core.commit;

/**
 * The check of signatures as a port. Called from several threads at once where a platform has them.
 */
@FunctionalInterface
public interface SignatureVerifier {
  /** Length of a signature: r, s and the recovery number. */
  int SIGNATURE_LENGTH = 65;

  /**
   * Whether the signature is the account's, made by {@link Signer#sign} for this digest. Never
   * throws for what comes from outside: anything but 65 bytes, a high s, or another recovery number
   * than 0 or 1 is simply no signature.
   *
   * @param digest 32 bytes
   * @param signature of any length
   * @param address the account, 20 bytes
   */
  boolean verify(byte[] digest, byte[] signature, byte[] address);
}
