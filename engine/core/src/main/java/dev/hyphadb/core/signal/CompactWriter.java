package dev.hyphadb.core.signal;

import java.util.Arrays;

/** Writes the subset of MessagePack that signaling uses, always in its shortest form. */
final class CompactWriter {
  private byte[] bytes = new byte[256];
  private int length;

  CompactWriter array(int size) {
    if (size < 16) {
      return put(0x90 | size);
    }
    return put(0xdc).put(size >> 8).put(size);
  }

  CompactWriter integer(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("signaling carries no negative integer: " + value);
    }
    if (value < 0x80) {
      return put(value);
    }
    if (value < 0x100) {
      return put(0xcc).put(value);
    }
    if (value < 0x1_0000) {
      return put(0xcd).put(value >> 8).put(value);
    }
    return put(0xce).put(value >> 24).put(value >> 16).put(value >> 8).put(value);
  }

  CompactWriter text(String text) {
    int size = text.length();
    if (size < 32) {
      put(0xa0 | size);
    } else if (size < 0x100) {
      put(0xd9).put(size);
    } else if (size < 0x1_0000) {
      put(0xda).put(size >> 8).put(size);
    } else {
      throw new IllegalArgumentException("signaling carries no text of " + size + " characters");
    }
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (!CompactReader.isPlain(c)) {
        throw new IllegalArgumentException(
            "signaling carries ASCII text only, not character " + (int) c);
      }
      put(c);
    }
    return this;
  }

  private CompactWriter put(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) value;
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
