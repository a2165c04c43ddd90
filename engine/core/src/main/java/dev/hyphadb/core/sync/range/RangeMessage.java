package dev.hyphadb.core.sync.range;

import java.util.ArrayList;
import java.util.List;

/**
 * A decoded message: adjacent ranges from the zero bound on; what follows the last one is skipped.
 */
public final class RangeMessage {
  /** The first byte of every message. */
  public static final byte VERSION = 0x61;

  static final int FINGERPRINT_LENGTH = 16;
  static final int MODE_SKIP = 0;
  static final int MODE_FINGERPRINT = 1;
  static final int MODE_ID_LIST = 2;

  private final List<Range> ranges;

  private RangeMessage(List<Range> ranges) {
    this.ranges = ranges;
  }

  List<Range> ranges() {
    return ranges;
  }

  /**
   * @throws RangeException when the bytes are not a message of this version
   */
  public static RangeMessage decode(byte[] bytes) {
    return new RangeMessage(new Decoder(bytes).ranges());
  }

  /** Reads hostile bytes; allocates no more than they justify. */
  private static final class Decoder {
    private final byte[] bytes;
    private int position;
    private long lastTimestamp;

    Decoder(byte[] bytes) {
      this.bytes = bytes;
    }

    List<Range> ranges() {
      if (next() != VERSION) {
        throw new RangeException("not negentropy protocol version 1");
      }
      List<Range> ranges = new ArrayList<>();
      RangeBound start = RangeBound.ZERO;
      while (position < bytes.length) {
        RangeBound end = bound();
        if (start.isInfinity() || end.compareTo(start) < 0) {
          throw new RangeException("the ranges are not in order");
        }
        ranges.add(range(end));
        start = end;
      }
      return ranges;
    }

    private Range range(RangeBound end) {
      long mode = varint();
      if (mode == MODE_SKIP) {
        return new Range.Skip(end);
      }
      if (mode == MODE_FINGERPRINT) {
        return new Range.Fingerprint(end, raw(FINGERPRINT_LENGTH));
      }
      if (mode != MODE_ID_LIST) {
        throw new RangeException("a range of an unknown mode");
      }
      long count = varint();
      if (count < 0 || count > (bytes.length - position) / RangeItem.ID_LENGTH) {
        throw new RangeException("a list of ids is longer than the message");
      }
      List<byte[]> ids = new ArrayList<>((int) count);
      for (int i = 0; i < count; i++) {
        ids.add(raw(RangeItem.ID_LENGTH));
      }
      return new Range.IdList(end, ids);
    }

    private RangeBound bound() {
      long timestamp = varint();
      if (timestamp == 0) {
        timestamp = -1;
      } else {
        timestamp += lastTimestamp - 1;
        if (timestamp == -1 || Long.compareUnsigned(timestamp, lastTimestamp) < 0) {
          throw new RangeException("a timestamp is beyond 64 bits");
        }
        lastTimestamp = timestamp;
      }
      long length = varint();
      if (length < 0 || length > RangeItem.ID_LENGTH) {
        throw new RangeException("an id prefix is longer than an id");
      }
      return new RangeBound(timestamp, raw((int) length));
    }

    private long varint() {
      long number = 0;
      int octet;
      do {
        octet = next();
        if (number == 0 && octet == (byte) 0x80 || number >>> 57 != 0) {
          throw new RangeException("a number is not in its shortest form or beyond 64 bits");
        }
        number = number << 7 | octet & 0x7f;
      } while (octet < 0);
      return number;
    }

    private byte next() {
      require(1);
      return bytes[position++];
    }

    private byte[] raw(int count) {
      require(count);
      byte[] raw = new byte[count];
      System.arraycopy(bytes, position, raw, 0, count);
      position += count;
      return raw;
    }

    private void require(int count) {
      if (count > bytes.length - position) {
        throw new RangeException("the message ends too early");
      }
    }
  }
}
