package dev.hyphadb.core.value;

import java.util.Arrays;

/**
 * Writes canonical MessagePack: every value in its shortest form, map keys in UTF-8 byte order, all
 * floating-point numbers as float64. Equal values give equal bytes. Not thread-safe; reusable after
 * {@link #reset()}.
 *
 * <p>Source: the MessagePack specification; docs/protocol/values.md for what canonical means.
 */
public final class PackWriter {
  /** How deep lists and maps may nest. */
  public static final int DEPTH_MAX = 64;

  private byte[] buffer;
  private int length;

  public PackWriter() {
    this(256);
  }

  public PackWriter(int capacityBytes) {
    buffer = new byte[Math.max(16, capacityBytes)];
  }

  /** The canonical bytes of one value. */
  public static byte[] pack(Value value) {
    PackWriter writer = new PackWriter();
    writer.value(value);
    return writer.toByteArray();
  }

  public PackWriter reset() {
    length = 0;
    return this;
  }

  public int length() {
    return length;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  /**
   * @throws ValueException when the value nests deeper than {@link #DEPTH_MAX}
   */
  public PackWriter value(Value value) {
    return value(value, 0);
  }

  // A switch over types costs twice as much as these comparisons, the most frequent type first.
  @SuppressWarnings("IfChainToSwitch")
  private PackWriter value(Value value, int depth) {
    if (depth > DEPTH_MAX) {
      throw new ValueException("too-deep", "", "values nest at most " + DEPTH_MAX + " deep");
    }
    if (value instanceof Value.Text text) {
      text(text.value());
    } else if (value instanceof Value.Int number) {
      integer(number.value());
    } else if (value instanceof Value.Bool bool) {
      bool(bool.value());
    } else if (value instanceof Fields fields) {
      fields(fields, depth);
    } else {
      rareValue(value, depth);
    }
    return this;
  }

  private void fields(Fields fields, int depth) {
    mapHeader(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      text(fields.nameAt(i));
      value(fields.valueAt(i), depth + 1);
    }
  }

  private void rareValue(Value value, int depth) {
    switch (value) {
      case Value.Null nothing -> nil();
      case Value.Float number -> float64(number.value());
      case Value.Bytes bytes -> bytes(bytes.value());
      case Value.Items items -> {
        arrayHeader(items.values().size());
        for (Value item : items.values()) {
          value(item, depth + 1);
        }
      }
      default -> throw new IllegalArgumentException("not a rare value: " + value);
    }
  }

  public PackWriter nil() {
    return put(0xc0);
  }

  public PackWriter bool(boolean value) {
    return put(value ? 0xc3 : 0xc2);
  }

  public PackWriter integer(long value) {
    if (value >= 0) {
      if (value < 0x80) {
        return put((int) value);
      }
      return value <= 0xffL
          ? put(0xcc).big(value, 1)
          : value <= 0xffffL
              ? put(0xcd).big(value, 2)
              : value <= 0xffffffffL ? put(0xce).big(value, 4) : put(0xcf).big(value, 8);
    }
    if (value >= -32) {
      return put((int) value);
    }
    return value >= Byte.MIN_VALUE
        ? put(0xd0).big(value, 1)
        : value >= Short.MIN_VALUE
            ? put(0xd1).big(value, 2)
            : value >= Integer.MIN_VALUE ? put(0xd2).big(value, 4) : put(0xd3).big(value, 8);
  }

  private PackWriter float64(double value) {
    return put(0xcb).big(Double.doubleToRawLongBits(value), 8);
  }

  public PackWriter text(String text) {
    int chars = text.length();
    return chars < 32 && shortAscii(text, chars) ? this : utf8(text);
  }

  /** Nearly all names and most texts are short and ASCII: written without an array of their own. */
  private boolean shortAscii(String text, int chars) {
    require(chars + 1);
    byte[] target = buffer;
    int start = length + 1;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return false;
      }
      target[start + i] = (byte) c;
    }
    target[length] = (byte) (0xa0 | chars);
    length = start + chars;
    return true;
  }

  private PackWriter utf8(String text) {
    byte[] utf8 = Utf8.encode(text);
    int size = utf8.length;
    if (size < 32) {
      put(0xa0 | size);
    } else {
      sized(size, 0xd9, 0xda, 0xdb);
    }
    return raw(utf8, 0, size);
  }

  public PackWriter bytes(byte[] bytes) {
    return sized(bytes.length, 0xc4, 0xc5, 0xc6).raw(bytes, 0, bytes.length);
  }

  public PackWriter arrayHeader(int size) {
    return size < 16
        ? put(0x90 | size)
        : size <= 0xffff ? put(0xdc).big(size, 2) : put(0xdd).big(size, 4);
  }

  public PackWriter mapHeader(int size) {
    return size < 16
        ? put(0x80 | size)
        : size <= 0xffff ? put(0xde).big(size, 2) : put(0xdf).big(size, 4);
  }

  /** Copies bytes that are MessagePack already. */
  public PackWriter raw(byte[] bytes, int offset, int count) {
    require(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
    return this;
  }

  private PackWriter sized(int size, int code8, int code16, int code32) {
    return size <= 0xff
        ? put(code8).big(size, 1)
        : size <= 0xffff ? put(code16).big(size, 2) : put(code32).big(size, 4);
  }

  private PackWriter put(int octet) {
    require(1);
    buffer[length++] = (byte) octet;
    return this;
  }

  private PackWriter big(long value, int octets) {
    require(octets);
    byte[] target = buffer;
    int position = length;
    for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
      target[position++] = (byte) (value >>> shift);
    }
    length = position;
    return this;
  }

  private void require(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
  }
}
