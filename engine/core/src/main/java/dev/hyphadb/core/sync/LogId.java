package dev.hyphadb.core.sync;

import java.util.Arrays;

/**
 * Names the log of one replica, so that a peer's position in it is not taken for one in another.
 *
 * @param bytes 16 random bytes, not to be changed
 */
public record LogId(byte[] bytes) {
  public static final int LENGTH = 16;

  public LogId {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a log id has 16 bytes, not " + bytes.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
