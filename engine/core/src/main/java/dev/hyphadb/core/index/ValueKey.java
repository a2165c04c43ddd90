package dev.hyphadb.core.index;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as bytes that sort as {@code ValueOrder} sorts the values, whatever smaller byte than FF
 * follows them: several can stand one behind the other in a key.
 *
 * <pre>absent, null, false, true   a tag
 * number                      tag, nearest double (8), what it is short of the integer (2)
 * text, bytes                 tag, bytes with 00 as 00 FF, 00
 * list                        tag, its values, 00
 * map                         tag, each name as a text and its value, 00</pre>
 *
 * A value longer than {@link #LENGTH_MAX} is cut there: it then shares its bytes with others and
 * sorts among them by nothing.
 */
final class ValueKey {
  static final int LENGTH_MAX = 1_000;

  static final int ABSENT = 0x08;
  private static final int NULL = 0x10;
  private static final int FALSE = 0x18;
  private static final int TRUE = 0x19;
  private static final int NUMBER = 0x20;
  private static final int TEXT = 0x28;
  private static final int BYTES = 0x30;
  private static final int ITEMS = 0x38;
  private static final int FIELDS = 0x40;

  /** From one kind to the next. */
  private static final int KIND_TAGS = 8;

  private static final int END = 0x00;
  private static final int ESCAPED = 0xff;

  /**
   * Behind a value, this is behind every key that has the value: what follows it there is smaller,
   * and a text that goes on with 00 has this in that place.
   */
  static final int BEHIND = ESCAPED;

  private static final int NUMBER_LENGTH = 11;

  private ValueKey() {}

  /**
   * Appends a value.
   *
   * @param value {@code null} for an absent field
   * @return whether it was cut
   */
  static boolean write(Value value, IndexKeys target) {
    int limit = target.length() + LENGTH_MAX;
    append(value, target, limit);
    if (target.length() <= limit) {
      return false;
    }
    target.cut(limit);
    return true;
  }

  private static void append(Value value, IndexKeys target, int limit) {
    if (target.length() > limit) {
      return;
    }
    switch (value) {
      case null -> target.put(ABSENT);
      case Value.Null nothing -> target.put(NULL);
      case Value.Bool bool -> target.put(bool.value() ? TRUE : FALSE);
      case Value.Int number -> appendInteger(number.value(), target);
      case Value.Float number -> appendNumber(number.value(), 0, target);
      case Value.Text text -> appendOctets(TEXT, Utf8.encode(text.value()), target, limit);
      case Value.Bytes bytes -> appendOctets(BYTES, bytes.value(), target, limit);
      case Value.Items items -> {
        target.put(ITEMS);
        items.values().forEach(item -> append(item, target, limit));
        target.put(END);
      }
      case Fields fields -> {
        target.put(FIELDS);
        fields.forEach((name, field) -> {
          appendOctets(TEXT, Utf8.encode(name), target, limit);
          append(field, target, limit);
        });
        target.put(END);
      }
    }
  }

  private static void appendInteger(long number, IndexKeys target) {
    double nearest = (double) number;
    // The double may be 2^63, which as a long is its own negative: the difference comes out right.
    long whole = nearest >= 0x1p63 ? Long.MIN_VALUE : (long) nearest;
    appendNumber(nearest, (int) (number - whole), target);
  }

  private static void appendNumber(double nearest, int rest, IndexKeys target) {
    long bits = Double.doubleToRawLongBits(nearest);
    long sortable = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    target.put(NUMBER).putLong(sortable);
    target.put(rest + 0x8000 >> 8).put(rest);
  }

  private static void appendOctets(int tag, byte[] octets, IndexKeys target, int limit) {
    target.put(tag);
    int from = 0;
    int end = Math.min(octets.length, limit + 1 - Math.min(limit, target.length()));
    for (int i = 0; i < end; i++) {
      if (octets[i] == END) {
        target.put(octets, from, i + 1 - from).put(ESCAPED);
        from = i + 1;
      }
    }
    target.put(octets, from, end - from).put(END);
  }

  /** What all texts with that start have in common; never cut off in the middle of anything. */
  static void writeTextStart(String start, IndexKeys target) {
    int from = target.length();
    appendOctets(TEXT, Utf8.encode(start), target, from + LENGTH_MAX);
    target.cut(Math.min(target.length() - 1, from + LENGTH_MAX));
  }

  /** The tag of what values of the same kind as this one start with. */
  static int firstOfKind(Value value) {
    return switch (value) {
      case null -> ABSENT;
      case Value.Null nothing -> NULL;
      case Value.Bool bool -> FALSE;
      case Value.Int number -> NUMBER;
      case Value.Float number -> NUMBER;
      case Value.Text text -> TEXT;
      case Value.Bytes bytes -> BYTES;
      case Value.Items items -> ITEMS;
      case Fields fields -> FIELDS;
    };
  }

  /** Behind all values of that kind. */
  static int endOfKind(Value value) {
    return firstOfKind(value) + KIND_TAGS;
  }

  /** Where the value that starts there ends. */
  static int skip(byte[] key, int offset) {
    int end = skipWhole(key, offset);
    return Math.min(end, offset + LENGTH_MAX);
  }

  private static int skipWhole(byte[] key, int offset) {
    if (offset >= key.length) {
      return key.length;
    }
    switch (key[offset]) {
      case NUMBER -> {
        return offset + NUMBER_LENGTH;
      }
      case TEXT, BYTES -> {
        int i = offset + 1;
        while (i < key.length && (key[i] != END || isEscape(key, i))) {
          i += key[i] == END ? 2 : 1;
        }
        return i + 1;
      }
      case ITEMS, FIELDS -> {
        int i = offset + 1;
        while (i < key.length && key[i] != END) {
          i = skipWhole(key, i);
        }
        return i + 1;
      }
      default -> {
        return offset + 1;
      }
    }
  }

  private static boolean isEscape(byte[] key, int offset) {
    return offset + 1 < key.length && (key[offset + 1] & 0xff) == ESCAPED;
  }

  /** Reads back the value that starts there and was not cut; {@code null} for an absent field. */
  static Value read(byte[] key, int offset) {
    return new Reader(key, offset).next();
  }

  private static final class Reader {
    private final byte[] key;
    private int position;

    Reader(byte[] key, int position) {
      this.key = key;
      this.position = position;
    }

    Value next() {
      int tag = key[position++];
      return switch (tag) {
        case ABSENT -> null;
        case NULL -> Value.NULL;
        case FALSE -> Value.FALSE;
        case TRUE -> Value.TRUE;
        case NUMBER -> number();
        case TEXT -> Value.of(text());
        case BYTES -> new Value.Bytes(octets());
        case ITEMS -> {
          List<Value> items = new ArrayList<>();
          while (key[position] != END) {
            items.add(next());
          }
          position++;
          yield new Value.Items(items);
        }
        case FIELDS -> {
          Fields.Builder fields = Fields.builder();
          while (key[position] != END) {
            position++;
            fields.put(text(), next());
          }
          position++;
          yield fields.build();
        }
        default -> throw new IllegalStateException("no value starts with the byte " + tag);
      };
    }

    private Value number() {
      long sortable = Octets.longAt(key, position);
      long bits = sortable < 0 ? sortable ^ Long.MIN_VALUE : ~sortable;
      double nearest = Double.longBitsToDouble(bits);
      int rest = ((key[position + 8] & 0xff) << 8 | key[position + 9] & 0xff) - 0x8000;
      position += NUMBER_LENGTH - 1;
      if (rest == 0) {
        return Value.of(nearest);
      }
      long whole = nearest >= 0x1p63 ? Long.MIN_VALUE : (long) nearest;
      return Value.of(whole + rest);
    }

    private String text() {
      byte[] octets = octets();
      return Utf8.decode(octets, 0, octets.length);
    }

    private byte[] octets() {
      int end = position;
      int escapes = 0;
      while (key[end] != END || isEscape(key, end)) {
        escapes += key[end] == END ? 1 : 0;
        end += key[end] == END ? 2 : 1;
      }
      byte[] octets = new byte[end - position - escapes];
      for (int i = position, k = 0; i < end; i++) {
        octets[k++] = key[i];
        i += key[i] == END ? 1 : 0;
      }
      position = end + 1;
      return octets;
    }
  }
}
