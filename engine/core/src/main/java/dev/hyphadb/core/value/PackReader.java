package dev.hyphadb.core.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads canonical MessagePack and nothing else: a form that {@link PackWriter} would not have
 * written is refused, so that equal values cannot have two byte forms. Made for hostile bytes:
 * never reads outside its range, never allocates more than the input justifies, and throws nothing
 * but {@link ValueException}.
 */
public final class PackReader {
  private byte[] bytes;
  private int end;
  private int position;

  public PackReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public PackReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /** Reads other bytes from now on. */
  public void reset(byte[] source, int offset, int length) {
    bytes = source;
    position = offset;
    end = offset + length;
  }

  /** The one value that the bytes are. */
  public static Value unpack(byte[] bytes) {
    PackReader reader = new PackReader(bytes);
    Value value = reader.value();
    reader.requireEnd();
    return value;
  }

  /** Where in {@link #source()} the reader stands. */
  public int position() {
    return position;
  }

  /** The bytes that are read; not to be changed. */
  public byte[] source() {
    return bytes;
  }

  public boolean atEnd() {
    return position == end;
  }

  public void requireEnd() {
    if (position != end) {
      throw fault("trailing-bytes", (end - position) + " bytes follow the end");
    }
  }

  public Value value() {
    return value(0);
  }

  private Value value(int depth) {
    if (depth > PackWriter.DEPTH_MAX) {
      throw fault("too-deep", "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
    int code = peek();
    if (code < 0x80 || code >= 0xe0 || code >= 0xcc && code <= 0xd3) {
      return Value.of(integer());
    }
    if (code < 0x90 || code == 0xde || code == 0xdf) {
      return fields(depth);
    }
    if (code < 0xa0 || code == 0xdc || code == 0xdd) {
      return items(depth);
    }
    if (code < 0xc0 || code >= 0xd9 && code <= 0xdb) {
      return new Value.Text(text());
    }
    return switch (code) {
      case 0xc0 -> {
        position++;
        yield Value.NULL;
      }
      case 0xc2, 0xc3 -> Value.of(bool());
      case 0xc4, 0xc5, 0xc6 -> new Value.Bytes(bytes());
      case 0xcb -> float64();
      default -> throw fault("unknown-type", "no value starts with byte " + code);
    };
  }

  /** A map whose values may nest. */
  public Fields fields() {
    return fields(0);
  }

  private Fields fields(int depth) {
    int size = mapHeader();
    Fields.Builder fields = Fields.builder();
    String previous = null;
    for (int i = 0; i < size; i++) {
      String name = text();
      if (previous != null && Utf8.compare(previous, name) >= 0) {
        throw new ValueException(
            "unsorted-fields", name, "field names are not unique and in order");
      }
      previous = name;
      try {
        fields.put(name, value(depth + 1));
      } catch (ValueException e) {
        throw e.within(name);
      }
    }
    return fields.build();
  }

  /**
   * Moves to the value of a field of the map that starts here.
   *
   * @return false when the map has no such field; it may not have been passed over then
   */
  public boolean seekField(PackedText wanted) {
    int order = -1;
    for (int left = mapHeader(); left > 0 && order < 0; left--) {
      order = compareText(wanted);
      if (order < 0) {
        skip();
      }
    }
    return order == 0;
  }

  /** Whether a text starts here. */
  public boolean isText() {
    int code = peek();
    return code >= 0xa0 && code < 0xc0 || code >= 0xd9 && code <= 0xdb;
  }

  /** Moves past a text; says how it compares with the other, in the order of fields. */
  public int compareText(PackedText text) {
    byte[] other = text.packed;
    int size = textSize();
    int start = position;
    position += size;
    int common = Math.min(size, other.length);
    for (int i = 0; i < common; i++) {
      if (bytes[start + i] != other[i]) {
        return (bytes[start + i] & 0xff) - (other[i] & 0xff);
      }
    }
    return size - other.length;
  }

  /** Moves past a value, whatever it is. */
  public void skip() {
    for (int left = 1; left > 0; left--) {
      int code = next();
      if (code < 0x80 || code >= 0xe0) {
        continue;
      }
      if (code < 0x90) {
        left += 2 * (code & 0x0f);
      } else if (code < 0xa0) {
        left += code & 0x0f;
      } else if (code < 0xc0) {
        skip(code & 0x1f);
      } else {
        left += skipLonger(code);
      }
      // Each takes a byte at least: so the number cannot grow beyond what an int holds either.
      if (left - 1 > end - position) {
        throw truncated();
      }
    }
  }

  /** Returns how many values are within, each of which takes at least one of the bytes left. */
  private int skipLonger(int code) {
    switch (code) {
      case 0xc0, 0xc2, 0xc3 -> {}
      case 0xc4, 0xd9 -> skip(big(1));
      case 0xc5, 0xda -> skip(big(2));
      case 0xc6, 0xdb -> skip(big(4));
      case 0xcc, 0xd0 -> skip(1);
      case 0xcd, 0xd1 -> skip(2);
      case 0xce, 0xd2 -> skip(4);
      case 0xcb, 0xcf, 0xd3 -> skip(8);
      case 0xdc -> {
        return values(big(2), 1);
      }
      case 0xdd -> {
        return values(big(4), 1);
      }
      case 0xde -> {
        return values(big(2), 2);
      }
      case 0xdf -> {
        return values(big(4), 2);
      }
      default -> throw fault("unknown-type", "no value starts with byte " + code);
    }
    return 0;
  }

  private int values(long count, int each) {
    if (count > (end - position) / each) {
      throw truncated();
    }
    return (int) count * each;
  }

  private void skip(long count) {
    if (count > end - position) {
      throw truncated();
    }
    position += (int) count;
  }

  /** Moves past so many pieces of so many bytes each. */
  public void skipRaw(int size, int pieces) {
    if (pieces > (end - position) / size) {
      throw truncated();
    }
    position += pieces * size;
  }

  private Value.Items items(int depth) {
    int size = arrayHeader();
    List<Value> items = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      items.add(value(depth + 1));
    }
    return new Value.Items(items);
  }

  /** Moves past the nil if there is one. */
  public boolean tryNil() {
    if (peek() != 0xc0) {
      return false;
    }
    position++;
    return true;
  }

  public boolean bool() {
    int code = next();
    if (code != 0xc2 && code != 0xc3) {
      throw unexpected("a boolean", code);
    }
    return code == 0xc3;
  }

  public long integer() {
    int code = next();
    if (code < 0x80) {
      return code;
    }
    if (code >= 0xe0) {
      return (byte) code;
    }
    long value;
    boolean shortest;
    switch (code) {
      case 0xcc -> shortest = (value = big(1)) >= 0x80;
      case 0xcd -> shortest = (value = big(2)) > 0xffL;
      case 0xce -> shortest = (value = big(4)) > 0xffffL;
      case 0xcf -> {
        value = big(8);
        if (value < 0) {
          throw fault("integer-out-of-range", "integers have 64 bits with sign");
        }
        shortest = value > 0xffffffffL;
      }
      case 0xd0 -> shortest = (value = (byte) big(1)) < -32;
      case 0xd1 -> shortest = (value = (short) big(2)) < Byte.MIN_VALUE;
      case 0xd2 -> shortest = (value = (int) big(4)) < Short.MIN_VALUE;
      case 0xd3 -> shortest = (value = big(8)) < Integer.MIN_VALUE;
      default -> throw unexpected("an integer", code);
    }
    requireShortest(shortest);
    return value;
  }

  /** An integer within {@code [min, max]}. */
  public int integer(int min, int max) {
    long value = integer();
    if (value < min || value > max) {
      throw fault("integer-out-of-range", value + " is not between " + min + " and " + max);
    }
    return (int) value;
  }

  /** A non-negative integer. */
  public long unsigned() {
    long value = integer();
    if (value < 0) {
      throw fault("integer-out-of-range", value + " is negative");
    }
    return value;
  }

  private Value float64() {
    position++;
    double number = Double.longBitsToDouble(big(8));
    Value value = Value.of(number);
    if (!(value instanceof Value.Float)) {
      throw fault("not-canonical", "the number is not in its canonical form");
    }
    return value;
  }

  private int textSize() {
    int code = next();
    int size = code >= 0xa0 && code < 0xc0 ? code & 0x1f : size("text", code, 0xd9, 0xda, 0xdb, 32);
    require(size);
    return size;
  }

  public String text() {
    int size = textSize();
    String text = Utf8.decode(bytes, position, size);
    position += size;
    return text;
  }

  public byte[] bytes() {
    int size = size("bytes", next(), 0xc4, 0xc5, 0xc6, 0);
    return raw(size);
  }

  /** Bytes of exactly this length. */
  public byte[] bytes(int exactLength) {
    byte[] value = bytes();
    if (value.length != exactLength) {
      throw fault("wrong-length", value.length + " bytes where there must be " + exactLength);
    }
    return value;
  }

  /** The size of a list, which is at most the number of bytes left. */
  public int arrayHeader() {
    int code = next();
    int size = code >= 0x90 && code < 0xa0 ? code & 0x0f : size("a list", code, -1, 0xdc, 0xdd, 16);
    require(size);
    return size;
  }

  public void arrayHeader(int exactSize) {
    int size = arrayHeader();
    if (size != exactSize) {
      throw fault("wrong-length", "a list of " + size + " where there must be " + exactSize);
    }
  }

  /** The size of a map, each entry of which takes at least two of the bytes left. */
  public int mapHeader() {
    int code = next();
    int size = code >= 0x80 && code < 0x90 ? code & 0x0f : size("a map", code, -1, 0xde, 0xdf, 16);
    if (size > (end - position) / 2) {
      throw truncated();
    }
    return size;
  }

  /** The next bytes as they are. */
  public byte[] raw(int count) {
    require(count);
    byte[] value = Arrays.copyOfRange(bytes, position, position + count);
    position += count;
    return value;
  }

  private int size(String what, int code, int code8, int code16, int code32, int smallest) {
    long size;
    boolean shortest;
    if (code == code8) {
      size = big(1);
      shortest = size >= smallest;
    } else if (code == code16) {
      size = big(2);
      shortest = size > (code8 < 0 ? smallest - 1 : 0xff);
    } else if (code == code32) {
      size = big(4);
      shortest = size > 0xffff;
    } else {
      throw unexpected(what, code);
    }
    requireShortest(shortest);
    if (size > end - position) {
      throw truncated();
    }
    return (int) size;
  }

  private void requireShortest(boolean shortest) {
    if (!shortest) {
      throw fault("not-canonical", "a length or number is not in its shortest form");
    }
  }

  private int peek() {
    require(1);
    return bytes[position] & 0xff;
  }

  private int next() {
    int code = peek();
    position++;
    return code;
  }

  private long big(int octets) {
    require(octets);
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = (value << 8) | (bytes[position++] & 0xff);
    }
    return value;
  }

  private void require(int count) {
    if (count < 0 || end - position < count) {
      throw truncated();
    }
  }

  private static ValueException truncated() {
    return fault("truncated", "the bytes end too early");
  }

  private static ValueException unexpected(String wanted, int code) {
    return fault("unexpected-type", "expected " + wanted + ", found byte " + code);
  }

  private static ValueException fault(String code, String message) {
    return new ValueException(code, "", message);
  }
}
