package dev.hyphadb.node;

import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Paths: of faults within a request, and ids within a URL's path. */
final class Paths {
  private Paths() {}

  /** One path within another; either may be empty. */
  static String join(String outer, String inner) {
    return outer.isEmpty() ? inner : inner.isEmpty() ? outer : outer + "." + inner;
  }

  /**
   * The node id that a segment of a URL's path stands for: percent-decoded, strict UTF-8.
   *
   * @param name of the parameter, to name in the problem
   */
  static String id(String encoded, String name) {
    byte[] bytes = percentDecode(encoded, name);
    try {
      return NodeId.require(Utf8.decode(bytes, 0, bytes.length));
    } catch (ValueException e) {
      throw ProblemException.badRequest("bad-id", name, e.getMessage());
    }
  }

  private static byte[] percentDecode(String encoded, String name) {
    byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        decoded.write(source[i]);
        continue;
      }
      int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(source[i + 2], 16) : -1;
      if (low < 0) {
        throw ProblemException.badRequest(
            "bad-id", name, "% is followed by two hexadecimal digits");
      }
      decoded.write((high << 4) | low);
      i += 2;
    }
    return decoded.toByteArray();
  }
}
