package dev.hyphadb.core.sync;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Messages from and to frames, the pieces that a transport carries in order and without loss
 * (docs/protocol/sync.md). The first byte of a frame has flags: {@link #MORE} when the message goes
 * on in the next frame, {@link #DEFLATED} when the whole message is compressed (RFC 1951).
 *
 * <p>One object for each direction of each session.
 */
final class FrameCodec {
  /** What every transport takes in one piece. */
  static final int FRAME_BYTES_MAX = 60 << 10;

  /** Whatever a message is, it is not larger than this once inflated. */
  static final int MESSAGE_BYTES_MAX = 8 << 20;

  static final int MORE = 1;
  static final int DEFLATED = 2;

  private static final int DEFLATE_FROM_BYTES = 256;
  private static final int DEFLATE_LEVEL = 6;

  /**
   * What has arrived of a message; {@code null} between messages. Grows in steps, however small the
   * frames are.
   */
  private ByteArrayOutputStream partial;

  private int partialFlags;

  static List<byte[]> toFrames(byte[] message) {
    byte[] deflated = message.length >= DEFLATE_FROM_BYTES ? deflate(message) : null;
    byte[] payload = deflated == null ? message : deflated;
    int flags = deflated == null ? 0 : DEFLATED;
    List<byte[]> frames = new ArrayList<>(1 + payload.length / FRAME_BYTES_MAX);
    int offset = 0;
    do {
      int length = Math.min(payload.length - offset, FRAME_BYTES_MAX - 1);
      boolean more = offset + length < payload.length;
      byte[] frame = new byte[length + 1];
      frame[0] = (byte) (flags | (more ? MORE : 0));
      System.arraycopy(payload, offset, frame, 1, length);
      frames.add(frame);
      offset += length;
    } while (offset < payload.length);
    return frames;
  }

  /** {@code null} when compression does not pay. */
  private static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(DEFLATE_LEVEL, true);
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
   * Takes a frame that arrived.
   *
   * @return the message that it completes; {@code null} when there is more to come
   * @throws RejectedException when the bytes are not a frame or the message is too large; what was
   *     gathered is forgotten
   */
  byte[] accept(byte[] frame) {
    if (frame.length == 0 || (frame[0] & ~(MORE | DEFLATED)) != 0) {
      throw reject("malformed-frame", "unknown flags");
    }
    int flags = frame[0] & DEFLATED;
    if (partial == null) {
      partial = new ByteArrayOutputStream(frame.length);
      partialFlags = flags;
    }
    if (flags != partialFlags) {
      throw reject("malformed-frame", "the flags of a message changed on the way");
    }
    if (partial.size() + frame.length - 1 > MESSAGE_BYTES_MAX) {
      throw reject("oversized-message", "a message is larger than " + MESSAGE_BYTES_MAX + " bytes");
    }
    partial.write(frame, 1, frame.length - 1);
    if ((frame[0] & MORE) != 0) {
      return null;
    }
    byte[] gathered = partial.toByteArray();
    partial = null;
    return flags != 0 ? inflate(gathered) : gathered;
  }

  private RejectedException reject(String reason, String detail) {
    partial = null;
    return new RejectedException(reason, detail);
  }

  private byte[] inflate(byte[] payload) {
    Inflater inflater = new Inflater(true);
    try {
      // Raw deflate needs one extra byte at the end (zlib's manual, inflateInit2).
      inflater.setInput(Arrays.copyOf(payload, payload.length + 1));
      byte[] target = new byte[Math.min(MESSAGE_BYTES_MAX, Math.max(1024, payload.length * 4))];
      int length = 0;
      while (true) {
        int count = inflater.inflate(target, length, target.length - length);
        length += count;
        if (inflater.finished()) {
          return Arrays.copyOf(target, length);
        }
        if (length == target.length) {
          if (length == MESSAGE_BYTES_MAX) {
            throw reject("oversized-message", "a message inflates beyond " + MESSAGE_BYTES_MAX);
          }
          target = Arrays.copyOf(target, Math.min(MESSAGE_BYTES_MAX, length * 2));
        } else if (count == 0) {
          throw reject("malformed-frame", "the compressed message ends too early");
        }
      }
    } catch (DataFormatException e) {
      throw reject("malformed-frame", "the message does not inflate");
    } finally {
      inflater.end();
    }
  }
}
