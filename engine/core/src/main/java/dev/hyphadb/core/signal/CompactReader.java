package dev.hyphadb.core.signal;

/**
 * Reads what {@link CompactWriter} writes, from bytes that may be anything: after the first fault
 * every read gives 0 or an empty text, and {@link #failed} says so.
 */
final class CompactReader {
  private final byte[] bytes;
  private int position;
  private boolean failed;

  CompactReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  int array(int sizeMax) {
    int head = unsigned(1);
    int size = head >> 4 == 9 ? head & 0xf : head == 0xdc ? unsigned(2) : -1;
    return within(size, 0, sizeMax);
  }

  int integer(int max) {
    int head = unsigned(1);
    int value =
        switch (head) {
          case 0xcc -> unsigned(1);
          case 0xcd -> unsigned(2);
          case 0xce -> unsigned(4);
          default -> head < 0x80 ? head : -1;
        };
    return within(value, 0, max);
  }

  String text(int lengthMin, int lengthMax) {
    int head = unsigned(1);
    int size =
        head >> 5 == 5 ? head & 0x1f : head == 0xd9 ? unsigned(1) : head == 0xda ? unsigned(2) : -1;
    size = within(size, lengthMin, lengthMax);
    if (failed || size > bytes.length - position) {
      failed = true;
      return "";
    }
    char[] text = new char[size];
    for (int i = 0; i < size; i++) {
      text[i] = (char) (bytes[position++] & 0xff);
      failed |= !isPlain(text[i]);
    }
    return failed ? "" : new String(text);
  }

  /** Printable ASCII, tabs and line ends: all that session descriptions and candidates need. */
  static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f || c == '\r' || c == '\n' || c == '\t';
  }

  private int within(int value, int min, int max) {
    if (failed || value < min || value > max) {
      failed = true;
      return 0;
    }
    return value;
  }

  private int unsigned(int size) {
    if (failed || size > bytes.length - position) {
      failed = true;
      return 0;
    }
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }
}
