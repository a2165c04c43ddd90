package dev.hyphadb.core.commit;

/** Lowercase hexadecimal text. */
public final class Hex {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Hex() {}

  public static String encode(byte[] bytes) {
    return encode(bytes, bytes.length);
  }

  /** Only the first bytes. */
  public static String encode(byte[] bytes, int count) {
    char[] text = new char[count * 2];
    for (int i = 0; i < count; i++) {
      text[2 * i] = DIGITS[(bytes[i] >> 4) & 0xf];
      text[2 * i + 1] = DIGITS[bytes[i] & 0xf];
    }
    return new String(text);
  }

  /**
   * @throws IllegalArgumentException when the text is not an even number of hexadecimal digits
   */
  public static byte[] decode(String text) {
    if (text.length() % 2 != 0) {
      throw new IllegalArgumentException("hexadecimal text has an even number of digits");
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text.charAt(2 * i), 16);
      int low = Character.digit(text.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("not a hexadecimal digit near position " + 2 * i);
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }
}
