package dev.hyphadb.core.commit;

import java.util.Arrays;

/**
 * Names a replica, one peer's copy of one database, for as long as its store lives.
 *
 * @param bytes 16 random bytes, not to be changed
 */
public record ReplicaId(byte[] bytes) {
  public static final int LENGTH = 16;

  public ReplicaId {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a replica id has 16 bytes, not " + bytes.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicaId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
