package dev.hyphadb.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** What targets assert. */
public final class Promise {
  private Promise() {}

  /**
   * @throws AssertionError with these words when it does not hold
   */
  public static void holds(boolean condition, String words) {
    if (!condition) {
      throw new AssertionError(words);
    }
  }

  public static void equal(Object expected, Object actual, String words) {
    holds(Objects.equals(expected, actual), words + ": " + expected + " became " + actual);
  }

  public static void equal(byte[] expected, byte[] actual, String words) {
    if (!Arrays.equals(expected, actual)) {
      HexFormat hex = HexFormat.of();
      holds(false, words + ": " + hex.formatHex(expected) + " became " + hex.formatHex(actual));
    }
  }
}
