package dev.hyphadb.core.sync;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Messages made smaller (RFC 1951), and back. A browser has functions of its own in this place. */
final class Compression {
  private static final int LEVEL = 6;

  private Compression() {}

  /** {@code null} when it does not pay. */
  static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(message);
      deflater.finish();
      byte[] target = new byte[message.length - 1];
      int length = deflater.deflate(target);
      return deflater.finished() ? Arrays.copyOf(target, length) : null;
    } finally {
      deflater.end();
    }
  }

  /**
   * @return {@code null} when it would be longer than {@code bytesMax}; no more than that is
   *     inflated
   * @throws DataFormatException when the bytes are not of this form, or end too early
   */
  static byte[] inflate(byte[] payload, int bytesMax) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      // Raw deflate needs one extra byte at the end (zlib's manual, inflateInit2).
      inflater.setInput(Arrays.copyOf(payload, payload.length + 1));
      byte[] target = new byte[Math.min(bytesMax, Math.max(1024, payload.length * 4))];
      int length = 0;
      while (true) {
        int count = inflater.inflate(target, length, target.length - length);
        length += count;
        if (inflater.finished()) {
          return Arrays.copyOf(target, length);
        }
        if (length == target.length) {
          if (length == bytesMax) {
            return null;
          }
          target = Arrays.copyOf(target, Math.min(bytesMax, length * 2));
        } else if (count == 0) {
          throw new DataFormatException("the compressed message ends too early");
        }
      }
    } finally {
      inflater.end();
    }
  }
}
