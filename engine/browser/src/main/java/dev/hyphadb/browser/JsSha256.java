package dev.hyphadb.browser;

import dev.hyphadb.core.commit.Sha256;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** SHA-256 by a function of JavaScript's side, such as {@code sha256} of {@code @noble/hashes}. */
public final class JsSha256 implements Sha256 {
  private final Function function;

  /** Takes a {@code Uint8Array} and returns the digest in another. */
  @JSFunctor
  public interface Function extends JSObject {
    JSObject apply(JSObject bytes);
  }

  public JsSha256(Function function) {
    this.function = function;
  }

  @Override
  public byte[] hash(byte[] bytes) {
    return hash(function, bytes);
  }

  @JSBody(
      params = {"hash", "bytes"},
      script =
          "var view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);"
              + "return new Int8Array(hash(view));")
  @JSByRef
  private static native byte[] hash(Function hash, @JSByRef byte[] bytes);
}
