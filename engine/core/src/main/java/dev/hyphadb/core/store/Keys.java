package dev.hyphadb.core.store;

import dev.hyphadb.core.value.Octets;

/** Composition and order of store keys. */
public final class Keys {
  private Keys() {}

  /** The smallest key greater than every key with this prefix; {@code null} when there is none. */
  public static byte[] afterPrefix(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xff) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] end = new byte[length];
    System.arraycopy(prefix, 0, end, 0, length);
    end[length - 1]++;
    return end;
  }

  /** The smallest key greater than this one. */
  public static byte[] after(byte[] key) {
    byte[] next = new byte[key.length + 1];
    System.arraycopy(key, 0, next, 0, key.length);
    return next;
  }

  /**
   * Where a scan is that goes on from a key: there, but not before it began.
   *
   * @param begin {@code null} for one that began at its end of the table
   */
  public static byte[] seekStart(byte[] key, byte[] begin, boolean isReverse) {
    boolean isBefore =
        begin != null
            && (isReverse ? Octets.compare(key, begin) > 0 : Octets.compare(key, begin) < 0);
    return isBefore ? begin : key;
  }

  /** Big-endian, so that keys sort as the (non-negative) numbers do. */
  public static byte[] ofLong(long number) {
    byte[] key = new byte[8];
    Octets.putLong(key, 0, number);
    return key;
  }

  /** Two byte strings as one key such that all keys with the same first part are neighbours. */
  public static byte[] pair(byte[] first, byte[] second) {
    byte[] key = new byte[2 + first.length + second.length];
    System.arraycopy(pairPrefix(first), 0, key, 0, 2 + first.length);
    System.arraycopy(second, 0, key, 2 + first.length, second.length);
    return key;
  }

  /** What all {@link #pair} keys with this first part start with. */
  public static byte[] pairPrefix(byte[] first) {
    byte[] prefix = new byte[2 + first.length];
    prefix[0] = (byte) (first.length >>> 8);
    prefix[1] = (byte) first.length;
    System.arraycopy(first, 0, prefix, 2, first.length);
    return prefix;
  }

  /** The second part of a {@link #pair} key whose first part has {@code firstLength} bytes. */
  public static byte[] secondOfPair(byte[] key, int firstLength) {
    byte[] second = new byte[key.length - 2 - firstLength];
    System.arraycopy(key, 2 + firstLength, second, 0, second.length);
    return second;
  }
}
