package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Hex;
import java.util.Arrays;

/**
 * The sum of commit ids modulo 2^256: a fingerprint of a set that is kept up to date by adding and
 * subtracting, whatever the order (DESIGN.md section 4). Ids are read little-endian, as negentropy
 * does. Belongs to the owner thread.
 */
public final class StateHash {
  private static final int WORDS = CommitId.LENGTH / 4;

  /** 32-bit words, least significant first: ints because 64-bit arithmetic is slow in browsers. */
  private final int[] words = new int[WORDS];

  public StateHash() {}

  public StateHash(byte[] bytes) {
    for (int i = 0; i < WORDS; i++) {
      words[i] = word(bytes, i);
    }
  }

  void add(CommitId id) {
    int carry = 0;
    for (int i = 0; i < WORDS; i++) {
      int addend = word(id.bytes(), i);
      int sum = words[i] + addend + carry;
      boolean overflow = carry == 0 ? lessUnsigned(sum, addend) : !lessUnsigned(addend, sum);
      words[i] = sum;
      carry = overflow ? 1 : 0;
    }
  }

  void subtract(CommitId id) {
    int borrow = 0;
    for (int i = 0; i < WORDS; i++) {
      int subtrahend = word(id.bytes(), i);
      int before = words[i];
      words[i] = before - subtrahend - borrow;
      boolean underflow =
          borrow == 0 ? lessUnsigned(before, subtrahend) : !lessUnsigned(subtrahend, before);
      borrow = underflow ? 1 : 0;
    }
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[CommitId.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (words[i / 4] >>> (8 * (i % 4)));
    }
    return bytes;
  }

  private static int word(byte[] bytes, int position) {
    int at = position * 4;
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private static boolean lessUnsigned(int a, int b) {
    return a + Integer.MIN_VALUE < b + Integer.MIN_VALUE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateHash hash && Arrays.equals(words, hash.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return Hex.encode(toBytes());
  }
}
