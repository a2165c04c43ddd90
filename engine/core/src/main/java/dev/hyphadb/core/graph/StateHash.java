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

  public void add(CommitId id) {
    for (int i = 0, carry = 0; i < WORDS; i++) {
      carry = addWord(i, word(id.bytes(), i), carry);
    }
  }

  public void add(StateHash other) {
    for (int i = 0, carry = 0; i < WORDS; i++) {
      carry = addWord(i, other.words[i], carry);
    }
  }

  private int addWord(int position, int addend, int carry) {
    int sum = words[position] + addend + carry;
    words[position] = sum;
    boolean overflow = carry == 0 ? lessUnsigned(sum, addend) : !lessUnsigned(addend, sum);
    return overflow ? 1 : 0;
  }

  public void subtract(CommitId id) {
    for (int i = 0, borrow = 0; i < WORDS; i++) {
      borrow = subtractWord(i, word(id.bytes(), i), borrow);
    }
  }

  public void subtract(StateHash other) {
    for (int i = 0, borrow = 0; i < WORDS; i++) {
      borrow = subtractWord(i, other.words[i], borrow);
    }
  }

  private int subtractWord(int position, int subtrahend, int borrow) {
    int before = words[position];
    words[position] = before - subtrahend - borrow;
    boolean underflow =
        borrow == 0 ? lessUnsigned(before, subtrahend) : !lessUnsigned(subtrahend, before);
    return underflow ? 1 : 0;
  }

  public StateHash copy() {
    StateHash copy = new StateHash();
    System.arraycopy(words, 0, copy.words, 0, WORDS);
    return copy;
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
