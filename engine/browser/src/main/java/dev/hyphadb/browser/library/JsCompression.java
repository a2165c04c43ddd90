package dev.hyphadb.browser.library;

import java.util.zip.DataFormatException;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSBodyImport;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** For the core's compression: by {@code fflate}, a fifth of the size of what TeaVM brings. */
final class JsCompression {
  private JsCompression() {}

  public static byte[] deflate(byte[] message) {
    byte[] deflated = deflateJs(message);
    return deflated.length < message.length ? deflated : null;
  }

  public static byte[] inflate(byte[] payload, int bytesMax) throws DataFormatException {
    JSObject inflated = inflateJs(payload, bytesMax);
    if (inflated == null) {
      throw new DataFormatException("the bytes are not deflated, or end too early");
    }
    byte[] message = bytes(inflated);
    return message.length > bytesMax ? null : message;
  }

  @JSBody(
      params = "message",
      imports = @JSBodyImport(alias = "fflate", fromModule = "fflate"),
      script =
          "var deflated = fflate.deflateSync("
              + "new Uint8Array(message.buffer, message.byteOffset, message.length), {level: 6});"
              + "return new Int8Array(deflated.buffer, deflated.byteOffset, deflated.length);")
  @JSByRef
  private static native byte[] deflateJs(@JSByRef byte[] message);

  // Short ones in one go, if they fit where nearly all do; others piece by piece, so that none
  // inflates to much more
  // than it may: a piece comes to at most a thousand times its length.
  @JSBody(
      params = {"payload", "max"},
      imports = @JSBodyImport(alias = "fflate", fromModule = "fflate"),
      script =
          "var piece = 4096, bytes = new Uint8Array(payload.buffer, payload.byteOffset,"
              + " payload.length);if (bytes.length === 0) return null;try {  if (bytes.length <="
              + " piece) {    var room = new Uint8Array(16 * bytes.length);    var short ="
              + " fflate.inflateSync(bytes, {out: room});    if (short.length < room.length) return"
              + " new Int8Array(short.slice().buffer);  }  var parts = [], size = 0;  var inflate ="
              + " new fflate.Inflate(function(part) { parts.push(part); size += part.length; }); "
              + " for (var at = 0; at < bytes.length && size <= max; at += piece)   "
              + " inflate.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);  var"
              + " whole = new Int8Array(size), length = 0;  parts.forEach(function(part) {"
              + " whole.set(part, length); length += part.length; });  return whole;} catch (e) {"
              + " return null; }")
  private static native JSObject inflateJs(@JSByRef byte[] payload, int max);

  @JSBody(params = "bytes", script = "return bytes;")
  @JSByRef
  private static native byte[] bytes(JSObject bytes);
}
