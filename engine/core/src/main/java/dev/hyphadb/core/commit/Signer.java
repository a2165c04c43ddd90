package dev.hyphadb.core.commit;

/**
 * An account's key as a port: signs what its owner commits. The key itself never leaves the
 * adapter.
 */
public interface Signer {
  /** The account, 20 bytes, not to be changed: the end of the keccak-256 hash of its public key. */
  byte[] address();

  /**
   * Signs a digest, always with the same result.
   *
   * @param digest 32 bytes
   * @return 64 bytes: r, s (each 32 bytes big-endian, s in the lower half of the curve's order)
   */
  byte[] sign(byte[] digest);
}
