package dev.hyphadb.core.value;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 as this project needs it: strict, and with an order on strings that equals the order of
 * their bytes.
 */
public final class Utf8 {
  /**
   * Up to this length plain loops; the platforms' coders cost more to begin, in a browser some
   * microseconds each time.
   */
  private static final int SHORT_MAX = 64;

  private Utf8() {}

  /**
   * @throws ValueException when the text has a surrogate without its partner, which has no UTF-8
   *     form
   */
  public static void requireWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        throw new ValueException(
            "lone-surrogate", "", "the text has a lone surrogate at position " + i);
      }
      i++;
    }
  }

  public static byte[] encode(String text) {
    int length = text.length();
    if (length > SHORT_MAX) {
      return encodeAny(text);
    }
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return encodeAny(text);
      }
      ascii[i] = (byte) c;
    }
    return ascii;
  }

  private static byte[] encodeAny(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws ValueException when the bytes are not well-formed UTF-8 (RFC 3629): overlong forms,
   *     surrogates and code points over U+10FFFF included
   */
  public static String decode(byte[] bytes, int offset, int length) {
    return isAscii(bytes, offset, length)
        ? ascii(bytes, offset, length)
        : decodeStrictly(bytes, offset, offset + length);
  }

  private static String ascii(byte[] bytes, int offset, int length) {
    if (length > SHORT_MAX) {
      return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) bytes[offset + i];
    }
    return new String(text);
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    int all = 0;
    for (int i = offset; i < offset + length; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  /**
   * Own code, since the platforms' decoders do not agree on long texts and repair what is
   * malformed.
   */
  private static String decodeStrictly(byte[] bytes, int start, int end) {
    char[] text = new char[end - start];
    int length = 0;
    int i = start;
    while (i < end) {
      int lead = bytes[i] & 0xff;
      if (lead < 0x80) {
        text[length++] = (char) lead;
        i++;
        continue;
      }
      int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      if (lead < 0xc2 || lead > 0xf4 || i + size > end) {
        throw malformed(i - start);
      }
      int codePoint = lead & (0x7f >> size);
      for (int k = 1; k < size; k++) {
        if ((bytes[i + k] & 0xc0) != 0x80) {
          throw malformed(i - start);
        }
        codePoint = codePoint << 6 | bytes[i + k] & 0x3f;
      }
      boolean isOverlong = codePoint < (size == 3 ? 0x800 : size == 4 ? 0x10000 : 0x80);
      boolean isSurrogate = codePoint >= 0xd800 && codePoint < 0xe000;
      if (isOverlong || isSurrogate || codePoint > Character.MAX_CODE_POINT) {
        throw malformed(i - start);
      }
      length += Character.toChars(codePoint, text, length);
      i += size;
    }
    return new String(text, 0, length);
  }

  private static ValueException malformed(int position) {
    return new ValueException("malformed-text", "", "text is not UTF-8 at byte " + position);
  }

  /** Orders well-formed strings as their UTF-8 bytes, which is by code point. */
  public static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // UTF-16 puts surrogates (code points from U+10000) below U+E000..U+FFFF: lift them.
        boolean liftX = Character.isSurrogate(x);
        boolean liftY = Character.isSurrogate(y);
        return liftX == liftY ? x - y : liftX ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
