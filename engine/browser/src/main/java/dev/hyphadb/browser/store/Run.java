package dev.hyphadb.browser.store;

import java.util.Arrays;

/**
 * The layer that never changes: entries one after the other in the bytes of a snapshot, found by
 * their offsets. Nothing is decoded before it is asked for.
 *
 * <p>An entry is {@code keyLength(2) key value}; it ends where the next one starts.
 */
final class Run implements Entries {
  static final Run EMPTY = new Run(new byte[0], new int[] {0});

  private final byte[] bytes;

  /** Where each entry starts, and where the last one ends. */
  private final int[] offsets;

  Run(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  int size() {
    return offsets.length - 1;
  }

  private int keyLength(int entry) {
    int start = offsets[entry];
    return (bytes[start] & 0xff) << 8 | (bytes[start + 1] & 0xff);
  }

  private byte[] key(int entry) {
    int start = offsets[entry] + 2;
    return Arrays.copyOfRange(bytes, start, start + keyLength(entry));
  }

  private byte[] value(int entry) {
    int start = offsets[entry] + 2 + keyLength(entry);
    return Arrays.copyOfRange(bytes, start, offsets[entry + 1]);
  }

  private int compareKey(int entry, byte[] key) {
    int length = keyLength(entry);
    int start = offsets[entry] + 2;
    int shared = Math.min(length, key.length);
    for (int i = 0; i < shared; i++) {
      int difference = (bytes[start + i] & 0xff) - (key[i] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return length - key.length;
  }

  /** The first entry whose key is not smaller. */
  private int search(byte[] key) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareKey(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public byte[] get(byte[] key) {
    int entry = search(key);
    return entry < size() && compareKey(entry, key) == 0 ? value(entry) : null;
  }

  @Override
  public Walk from(byte[] key) {
    return new RunWalk(key == null ? 0 : search(key));
  }

  @Override
  public Walk before(byte[] key) {
    return new RunWalk((key == null ? size() : search(key)) - 1);
  }

  private final class RunWalk implements Walk {
    private int entry;
    private byte[] key;

    RunWalk(int entry) {
      this.entry = entry;
    }

    @Override
    public byte[] key() {
      if (key == null && entry >= 0 && entry < size()) {
        key = Run.this.key(entry);
      }
      return key;
    }

    @Override
    public byte[] value() {
      return Run.this.value(entry);
    }

    @Override
    public void forward() {
      entry++;
      key = null;
    }

    @Override
    public void back() {
      entry--;
      key = null;
    }
  }
}
