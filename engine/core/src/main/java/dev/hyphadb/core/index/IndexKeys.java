package dev.hyphadb.core.index;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;

/**
 * Composes keys of the index table: number of the index (4 bytes), what the index orders by, id of
 * the node.
 */
final class IndexKeys {
  static final int NUMBER_LENGTH = 4;

  private byte[] bytes = new byte[128];
  private int length;

  /** Starts a key of that index. */
  IndexKeys start(int number) {
    length = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      put(number >>> shift);
    }
    return this;
  }

  IndexKeys put(int octet) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) octet;
    return this;
  }

  IndexKeys put(byte[] octets) {
    return put(octets, 0, octets.length);
  }

  IndexKeys put(byte[] octets, int offset, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + count));
    }
    System.arraycopy(octets, offset, bytes, length, count);
    length += count;
    return this;
  }

  IndexKeys putLong(long number) {
    byte[] octets = new byte[8];
    Octets.putLong(octets, 0, number);
    return put(octets);
  }

  int length() {
    return length;
  }

  /** Drops everything from there on. */
  IndexKeys cut(int newLength) {
    length = newLength;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** What every key of an index starts with. */
  static byte[] prefix(int number) {
    return new IndexKeys().start(number).toBytes();
  }

  /** The first key behind all of an index. */
  static byte[] end(int number) {
    return Keys.afterPrefix(prefix(number));
  }

  static int numberOf(byte[] key) {
    return (key[0] & 0xff) << 24 | (key[1] & 0xff) << 16 | (key[2] & 0xff) << 8 | key[3] & 0xff;
  }

  static String idFrom(byte[] key, int offset) {
    return Utf8.decode(key, offset, key.length - offset);
  }
}
