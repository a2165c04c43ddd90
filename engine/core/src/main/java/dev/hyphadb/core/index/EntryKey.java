package dev.hyphadb.core.index;

import dev.hyphadb.core.value.Value;

/** The key of an entry of an ordered index, taken apart as far as it is asked. */
final class EntryKey {
  private final int firstField;
  private final int firstOffset;
  private final int[] ends;
  private byte[] key;

  /** How many fields have their end in {@link #ends}. */
  private int parsed;

  /**
   * @param firstField all before it are the same in every entry
   * @param firstOffset where it starts
   */
  EntryKey(int firstField, int firstOffset, int fields) {
    this.firstField = firstField;
    this.firstOffset = firstOffset;
    this.ends = new int[fields];
    this.parsed = firstField;
  }

  void set(byte[] newKey) {
    key = newKey;
    parsed = firstField;
  }

  int fields() {
    return ends.length;
  }

  byte[] bytes() {
    return key;
  }

  /** Where the field ends. */
  int end(int field) {
    if (field < firstField) {
      return firstOffset;
    }
    while (parsed <= field) {
      int start = parsed == firstField ? firstOffset : ends[parsed - 1];
      ends[parsed] = ValueKey.skip(key, start);
      parsed++;
    }
    return ends[field];
  }

  String id() {
    return IndexKeys.idFrom(key, end(ends.length - 1) + 1);
  }

  boolean hasElementsFrom(int field) {
    return (key[end(ends.length - 1)] & 0xff) >>> field != 0;
  }

  Value value(int field) {
    return ValueKey.read(key, field == firstField ? firstOffset : end(field - 1));
  }

  /** Whether another key has the same bytes up to there, behind those that all entries share. */
  boolean startsLike(byte[] other, int end) {
    if (other.length < end) {
      return false;
    }
    for (int i = end - 1; i >= firstOffset; i--) {
      if (key[i] != other[i]) {
        return false;
      }
    }
    return true;
  }
}
