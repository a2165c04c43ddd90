package dev.hyphadb.core.commit;

import java.util.Arrays;

/**
 * SHA-256 of a commit's canonical bytes.
 *
 * @param bytes 32 bytes, not to be changed
 */
public record CommitId(byte[] bytes) {
  public static final int LENGTH = 32;

  public CommitId {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a commit id has 32 bytes, not " + bytes.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommitId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | bytes[3] & 0xff;
  }

  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
