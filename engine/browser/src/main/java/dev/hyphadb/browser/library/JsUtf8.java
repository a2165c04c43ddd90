package dev.hyphadb.browser.library;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** For {@link dev.hyphadb.core.value.Utf8}. */
final class JsUtf8 {
  /** Beginning a decoder costs more than what it does for so many characters. */
  private static final int SHORT_MAX = 40;

  private static final JSObject DECODER = newDecoder();
  private static final JSObject ENCODER = newEncoder();

  private JsUtf8() {}

  public static String ascii(byte[] bytes, int offset, int length) {
    return length > SHORT_MAX
        ? decode(DECODER, bytes, offset, length)
        : shortAscii(bytes, offset, length);
  }

  public static byte[] encodeAny(String text) {
    return encode(ENCODER, text);
  }

  @JSBody(script = "return new TextDecoder();")
  private static native JSObject newDecoder();

  @JSBody(script = "return new TextEncoder();")
  private static native JSObject newEncoder();

  @JSBody(
      params = {"decoder", "bytes", "offset", "length"},
      script = "return decoder.decode(bytes.subarray(offset, offset + length));")
  private static native String decode(
      JSObject decoder, @JSByRef byte[] bytes, int offset, int length);

  // Several characters at a time: each call and each joining costs.
  @JSBody(
      params = {"bytes", "offset", "length"},
      script =
          "var text = '', end = offset + length;for (; end - offset >= 8; offset += 8)  text +="
              + " String.fromCharCode(bytes[offset], bytes[offset + 1], bytes[offset + 2],   "
              + " bytes[offset + 3], bytes[offset + 4], bytes[offset + 5], bytes[offset + 6],   "
              + " bytes[offset + 7]);for (; end - offset >= 3; offset += 3)  text +="
              + " String.fromCharCode(bytes[offset], bytes[offset + 1], bytes[offset + 2]);for (;"
              + " offset < end; offset++) text += String.fromCharCode(bytes[offset]);return text;")
  private static native String shortAscii(@JSByRef byte[] bytes, int offset, int length);

  @JSBody(
      params = {"encoder", "text"},
      script =
          "var bytes = encoder.encode(text);"
              + "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
  @JSByRef
  private static native byte[] encode(JSObject encoder, String text);
}
