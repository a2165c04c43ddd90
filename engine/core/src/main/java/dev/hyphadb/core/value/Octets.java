package dev.hyphadb.core.value;

/** Byte strings: their order, and numbers within them. */
public final class Octets {
  private Octets() {}

  /** Orders byte strings as unsigned bytes, a proper prefix first. */
  public static int compare(byte[] a, byte[] b) {
    int shared = Math.min(a.length, b.length);
    for (int i = 0; i < shared; i++) {
      if (a[i] != b[i]) {
        return (a[i] & 0xff) - (b[i] & 0xff);
      }
    }
    return a.length - b.length;
  }

  /** Big-endian. */
  public static void putLong(byte[] target, int offset, long number) {
    for (int i = 7; i >= 0; i--) {
      target[offset + i] = (byte) number;
      number >>>= 8;
    }
  }

  /** Big-endian. */
  public static long longAt(byte[] source, int offset) {
    long number = 0;
    for (int i = 0; i < 8; i++) {
      number = (number << 8) | (source[offset + i] & 0xff);
    }
    return number;
  }

  /** Big-endian. */
  public static void putInt(byte[] target, int offset, int number) {
    for (int i = 3; i >= 0; i--) {
      target[offset + i] = (byte) number;
      number >>>= 8;
    }
  }

  /** Big-endian. */
  public static int intAt(byte[] source, int offset) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = (number << 8) | (source[offset + i] & 0xff);
    }
    return number;
  }

  /** Big-endian, the two low bytes. */
  public static void putShort(byte[] target, int offset, int number) {
    target[offset] = (byte) (number >>> 8);
    target[offset + 1] = (byte) number;
  }

  /** Big-endian, unsigned. */
  public static int shortAt(byte[] source, int offset) {
    return (source[offset] & 0xff) << 8 | source[offset + 1] & 0xff;
  }
}
