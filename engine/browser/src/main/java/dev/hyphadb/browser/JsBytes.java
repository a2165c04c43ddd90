package dev.hyphadb.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Byte arrays of both sides as views of the same memory: nothing is copied. */
final class JsBytes {
  private JsBytes() {}

  /** What a {@code Uint8Array}, an {@code ArrayBuffer} or another view of one holds. */
  @JSBody(
      params = "view",
      script =
          "return view instanceof ArrayBuffer ? new Int8Array(view)"
              + " : new Int8Array(view.buffer, view.byteOffset, view.byteLength);")
  @JSByRef
  static native byte[] toJava(JSObject view);

  /** A {@code Uint8Array}. */
  @JSBody(
      params = "bytes",
      script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);")
  static native JSObject toJs(@JSByRef byte[] bytes);

  /** A {@code Uint8Array} of the first bytes. */
  @JSBody(
      params = {"bytes", "length"},
      script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, length);")
  static native JSObject toJs(@JSByRef byte[] bytes, int length);
}
