package dev.hyphadb.browser.library;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** For {@link Character}. */
final class JsCharacters {
  private static final JSObject LETTER = pattern("\\p{L}");
  private static final JSObject DECIMAL = pattern("\\p{Nd}");
  private static final JSObject UPPER_CASE = pattern("\\p{Uppercase}");
  private static final JSObject LOWER_CASE = pattern("\\p{Lowercase}");
  private static final JSObject SPACE = pattern("[\\p{Zs}\\p{Zl}\\p{Zp}]");

  private JsCharacters() {}

  public static boolean isLetter(int c) {
    return is(LETTER, c);
  }

  public static boolean isLetterOrDigit(int c) {
    return is(LETTER, c) || is(DECIMAL, c);
  }

  public static boolean isUpperCase(int c) {
    return is(UPPER_CASE, c);
  }

  public static boolean isLowerCase(int c) {
    return is(LOWER_CASE, c);
  }

  public static boolean isWhitespace(int c) {
    boolean isControl = c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
    boolean isFixed = c == 0xa0 || c == 0x2007 || c == 0x202f;
    return isControl || !isFixed && is(SPACE, c);
  }

  public static int toLowerCase(int c) {
    return lower(c);
  }

  public static int toUpperCase(int c) {
    return upper(c);
  }

  /** Decimal digits stand in rows of ten in every script. */
  public static int digit(int c, int radix) {
    int value = -1;
    int letter = c > 0xff20 ? c - 0xfee0 : c;
    if (letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z') {
      value = (letter & 31) + 9;
    } else if (c <= '9') {
      value = c - '0';
    } else if (is(DECIMAL, c)) {
      value = 0;
      while (is(DECIMAL, c - value - 1)) {
        value++;
      }
      value %= 10;
    }
    return value < radix ? Math.max(-1, value) : -1;
  }

  @JSBody(params = "source", script = "return new RegExp(source, 'u');")
  private static native JSObject pattern(String source);

  @JSBody(
      params = {"pattern", "c"},
      script = "return pattern.test(String.fromCodePoint(c));")
  private static native boolean is(JSObject pattern, int c);

  // One to one, as in Java: what would become several characters stays as it is.
  @JSBody(
      params = "c",
      script =
          "var lower = String.fromCodePoint(c).toLowerCase();"
              + "return lower.length === 1 || c > 0xffff ? lower.codePointAt(0) : c;")
  private static native int lower(int c);

  @JSBody(
      params = "c",
      script =
          "var upper = String.fromCodePoint(c).toUpperCase();"
              + "return upper.length === 1 || c > 0xffff ? upper.codePointAt(0) : c;")
  private static native int upper(int c);
}
