package dev.hyphadb.browser.library;

import org.teavm.jso.JSBody;

/** For {@link System}. */
final class JsSystem {
  private JsSystem() {}

  public static void doArrayCopy(Object source, int from, Object target, int at, int length) {
    doArrayCopyJs(source, from, target, at, length);
  }

  // A view of a part costs as much as copying some dozens of elements one by one.
  @JSBody(
      params = {"source", "from", "target", "at", "length"},
      script =
          "var a = source.data, b = target.data;if (length > 48 && a.buffer !== undefined) { "
              + " b.set(from === 0 && length === a.length ? a : a.subarray(from, from + length),"
              + " at);} else if (a !== b || at < from) {  for (var i = 0; i < length; i++) b[at +"
              + " i] = a[from + i];} else {  for (var i = length - 1; i >= 0; i--) b[at + i] ="
              + " a[from + i];}")
  private static native void doArrayCopyJs(
      Object source, int from, Object target, int at, int length);
}
