package dev.hyphadb.browser.library;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;

/** For {@link java.util.Arrays}. */
final class JsArrays {
  private JsArrays() {}

  public static byte[] copyOf(byte[] original, int length) {
    return length <= original.length ? slice(original, 0, length) : padded(original, 0, length);
  }

  public static byte[] copyOfRange(byte[] original, int from, int to) {
    return to <= original.length ? slice(original, from, to) : padded(original, from, to);
  }

  @JSBody(
      params = {"original", "from", "to"},
      script = "return original.slice(from, to);")
  @JSByRef
  private static native byte[] slice(@JSByRef byte[] original, int from, int to);

  @JSBody(
      params = {"original", "from", "to"},
      script =
          "var padded = new Int8Array(to - from);"
              + "padded.set(from === 0 ? original : original.subarray(from)); return padded;")
  @JSByRef
  private static native byte[] padded(@JSByRef byte[] original, int from, int to);
}
