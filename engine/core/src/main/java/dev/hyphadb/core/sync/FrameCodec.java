package dev.hyphadb.core.sync;

import dev.hyphadb.core.value.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * Messages from and to frames, the pieces that a transport carries in order and without loss
 * (docs/protocol/sync.md). The first byte of a frame has flags: {@link #MORE} when the message goes
 * on in the next frame, {@link #DEFLATED} when the whole message is compressed (RFC 1951). Four
 * bytes name the receiver's session, so that what was on the way to an earlier one is not taken for
 * a part of this. Two bytes number the session's frames, so that no conversation goes on as if
 * nothing had happened where a transport lost some, doubled them or changed their order.
 *
 * <p>One object for each direction of each connection.
 */
final class FrameCodec {
  /** What every transport takes in one piece. */
  static final int FRAME_BYTES_MAX = 60 << 10;

  /** Whatever a message is, it is not larger than this once inflated. */
  static final int MESSAGE_BYTES_MAX = 8 << 20;

  static final int MORE = 1;
  static final int DEFLATED = 2;

  /** Flags, session and number. */
  static final int HEADER_BYTES = 7;

  /** The reason for which frames are rejected that another one had to come before. */
  static final String OUT_OF_STEP = "out-of-step";

  private static final int NUMBER_AT = 5;
  private static final int NUMBERS = 1 << 16;

  /** The session of a {@code Hello}, whose receiver's is not known yet. */
  static final int NO_SESSION = 0;

  private static final int DEFLATE_FROM_BYTES = 256;

  /**
   * What has arrived of a message; {@code null} between messages. Grows in steps, however small the
   * frames are.
   */
  private ByteArrayOutputStream partial;

  private int partialFlags;

  /** Of the frame that came last. */
  private int currentSession = NO_SESSION;

  private int expectedNumber;

  /**
   * The frames of a message.
   *
   * @param sent how many frames have been sent in this session; 0 for those of a Hello
   */
  static List<byte[]> toFrames(byte[] message, int session, long sent) {
    byte[] deflated = message.length >= DEFLATE_FROM_BYTES ? Compression.deflate(message) : null;
    byte[] payload = deflated == null ? message : deflated;
    int flags = deflated == null ? 0 : DEFLATED;
    List<byte[]> frames = new ArrayList<>(1 + payload.length / FRAME_BYTES_MAX);
    int offset = 0;
    do {
      int length = Math.min(payload.length - offset, FRAME_BYTES_MAX - HEADER_BYTES);
      boolean more = offset + length < payload.length;
      byte[] frame = new byte[HEADER_BYTES + length];
      frame[0] = (byte) (flags | (more ? MORE : 0));
      Octets.putInt(frame, 1, session);
      Octets.putShort(frame, NUMBER_AT, (int) ((sent + frames.size()) % NUMBERS));
      System.arraycopy(payload, offset, frame, HEADER_BYTES, length);
      frames.add(frame);
      offset += length;
    } while (offset < payload.length);
    return frames;
  }

  /**
   * The session that a frame is meant for.
   *
   * @throws RejectedException when it is too short to be a frame
   */
  int sessionOf(byte[] frame) {
    if (frame.length < HEADER_BYTES) {
      throw reject("malformed-frame", "a frame of " + frame.length + " bytes");
    }
    return Octets.intAt(frame, 1);
  }

  /**
   * Takes a frame that arrived. What was gathered for another session is forgotten: its sender
   * started over in the middle of a message.
   *
   * @return the message that it completes; {@code null} when there is more to come
   * @throws RejectedException when the bytes are not a frame or the message is too large; what was
   *     gathered is forgotten
   */
  byte[] accept(byte[] frame) {
    follow(sessionOf(frame), Octets.shortAt(frame, NUMBER_AT));
    byte[] message = gather(frame);
    if (message != null && currentSession == NO_SESSION) {
      // A Hello may be said again.
      expectedNumber = 0;
    }
    return message;
  }

  private void follow(int session, int number) {
    if (session != currentSession) {
      currentSession = session;
      expectedNumber = 0;
      partial = null;
    }
    if (number != expectedNumber) {
      throw reject(
          OUT_OF_STEP,
          "frame "
              + number
              + " came where "
              + expectedNumber
              + " was due: the transport lost, doubled or reordered some");
    }
    expectedNumber = (number + 1) % NUMBERS;
  }

  private byte[] gather(byte[] frame) {
    if ((frame[0] & ~(MORE | DEFLATED)) != 0) {
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
    int length = frame.length - HEADER_BYTES;
    if (partial.size() + length > MESSAGE_BYTES_MAX) {
      throw reject("oversized-message", "a message is larger than " + MESSAGE_BYTES_MAX + " bytes");
    }
    partial.write(frame, HEADER_BYTES, length);
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
    byte[] message;
    try {
      message = Compression.inflate(payload, MESSAGE_BYTES_MAX);
    } catch (DataFormatException e) {
      throw reject("malformed-frame", "the message does not inflate");
    }
    if (message == null) {
      throw reject("oversized-message", "a message inflates beyond " + MESSAGE_BYTES_MAX);
    }
    return message;
  }
}
