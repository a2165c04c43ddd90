package dev.hyphadb.core.store;

import java.util.Arrays;

/**
 * Bytes that are lent to whoever looks at them before the next ones come: the array is used again,
 * and may be longer than what counts of it. Belongs to one thread.
 */
public final class LentBytes {
  private byte[] bytes = {};
  private int length;

  /** The ones that count stand at its start. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** An array of their own. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** Lends an array as it is. */
  public void lend(byte[] whole) {
    lend(whole, whole.length);
  }

  /** Lends the first bytes of an array. */
  public void lend(byte[] array, int count) {
    bytes = array;
    length = count;
  }
}
