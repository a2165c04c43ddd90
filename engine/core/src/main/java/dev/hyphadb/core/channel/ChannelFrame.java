package dev.hyphadb.core.channel;

import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;

/** The frames of channels as bytes (docs/protocol/channels.md). */
public final class ChannelFrame {
  /** The longest name of a channel, in UTF-8 bytes; the shortest has one. */
  public static final int NAME_BYTES_MAX = 12;

  /** The largest frame, in bytes. */
  public static final int BYTES_MAX = 61_440;

  /** The largest meta value, in bytes. */
  public static final int META_BYTES_MAX = 16_384;

  /** The largest message that is a value, in bytes of its canonical form. */
  public static final int VALUE_BYTES_MAX = 16 << 20;

  static final int HEAD = 0x40;
  static final int PART = 0x41;
  static final int ABANDON = 0x42;
  static final int PING = 0x43;
  static final int PONG = 0x44;
  static final int TAKEN = 0x45;

  /** Type byte and name. */
  static final int PART_OVERHEAD_MAX = 2 + NAME_BYTES_MAX;

  private ChannelFrame() {}

  /** Whether a frame of the room's data channel belongs to channels; others belong to sync. */
  public static boolean isOne(byte[] frame) {
    return frame.length > 0 && (frame[0] & 0xc0) == 0x40;
  }

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException when no channel can have it
   */
  public static String requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a channel's name has 1 to " + NAME_BYTES_MAX + " bytes in UTF-8, not: " + name);
    }
    return name;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_BYTES_MAX
        && Utf8.encode(name).length <= NAME_BYTES_MAX;
  }

  /** Asks for the other side's {@link ChannelEvent.Pong}. */
  public static byte[] ping(int number) {
    return number(PING, number);
  }

  static byte[] pong(int number) {
    return number(PONG, number);
  }

  static byte[] taken(long bytes) {
    return number(TAKEN, bytes);
  }

  private static byte[] number(int type, long number) {
    return start(type, 16).integer(number).toByteArray();
  }

  static byte[] abandon(String name) {
    return start(ABANDON, 16).text(name).toByteArray();
  }

  static byte[] part(String name, byte[] payload) {
    return start(PART, PART_OVERHEAD_MAX + payload.length)
        .text(name)
        .raw(payload, 0, payload.length)
        .toByteArray();
  }

  /** A head without payload. */
  static byte[] head(String name, boolean isBinary, long length, Value meta) {
    PackWriter out = start(HEAD, 64).text(name).integer(isBinary ? 1 : 0).integer(length);
    return (meta == null ? out.nil() : out.value(meta)).toByteArray();
  }

  static byte[] concat(byte[] head, byte[] payload) {
    byte[] frame = new byte[head.length + payload.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(payload, 0, frame, head.length, payload.length);
    return frame;
  }

  private static PackWriter start(int type, int capacity) {
    // Types are below 0x80: as an integer of MessagePack each is itself.
    return new PackWriter(capacity).integer(type);
  }

  /**
   * The meta value's own bytes.
   *
   * @throws ValueException when they are too many
   */
  static void requireMeta(Value meta) {
    if (meta != null && PackWriter.pack(meta).length > META_BYTES_MAX) {
      throw new ValueException(
          "meta-too-large", "", "meta of a message has at most " + META_BYTES_MAX + " bytes");
    }
  }

  static String name(PackReader in) {
    String name = in.text();
    if (!isName(name)) {
      throw new ValueException("bad-channel", "", "no channel has such a name");
    }
    return name;
  }
}
