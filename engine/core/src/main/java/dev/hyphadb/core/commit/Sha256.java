package dev.hyphadb.core.commit;

/** The hash function as a port, since every platform has a fast one of its own (FIPS 180-4). */
@FunctionalInterface
public interface Sha256 {
  /** The 32-byte digest of the bytes. */
  byte[] hash(byte[] bytes);
}
