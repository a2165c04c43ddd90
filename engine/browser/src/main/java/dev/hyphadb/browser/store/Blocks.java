package dev.hyphadb.browser.store;

import dev.hyphadb.core.value.Octets;
import java.util.Arrays;

/**
 * The layer that changes: sorted blocks of some dozens of entries. Arrays rather than a tree: a
 * lookup is two binary searches, and an insertion moves a few references.
 */
final class Blocks implements Entries {
  private static final int BLOCK_MAX = 64;

  private byte[][][] keys = new byte[8][][];
  private byte[][][] values = new byte[8][][];
  private int[] sizes = new int[8];
  private int count;
  private int entries;
  private long bytes;

  /** How many cursors look at this layer: it must not change under them. */
  int readers;

  /** How many entries there are. */
  int size() {
    return entries;
  }

  /** What keys and values take together; never too little. */
  long bytes() {
    return bytes;
  }

  @Override
  public byte[] get(byte[] key) {
    int block = blockOf(key);
    if (block < 0) {
      return null;
    }
    int at = search(keys[block], sizes[block], key);
    return at < 0 ? null : values[block][at];
  }

  /** The last block whose first key is not greater; -1 when there is none. */
  private int blockOf(byte[] key) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Octets.compare(keys[middle][0], key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private static int search(byte[][] sorted, int size, byte[] key) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Octets.compare(sorted[middle], key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  void put(byte[] key, byte[] value) {
    bytes += key.length + value.length;
    int block = Math.max(0, blockOf(key));
    if (count == 0) {
      insertBlock(0, new byte[BLOCK_MAX][], new byte[BLOCK_MAX][], 0);
    }
    int at = search(keys[block], sizes[block], key);
    if (at >= 0) {
      values[block][at] = value;
      return;
    }
    at = -at - 1;
    if (sizes[block] == BLOCK_MAX) {
      split(block, at);
      if (at > sizes[block] || at == BLOCK_MAX) {
        at -= sizes[block];
        block++;
      }
    }
    insert(keys[block], sizes[block], at, key);
    insert(values[block], sizes[block], at, value);
    sizes[block]++;
    entries++;
  }

  /** Makes room; keys that come in order leave full blocks behind. */
  private void split(int block, int at) {
    boolean isAtEnd = at == BLOCK_MAX && block == count - 1;
    int kept = isAtEnd ? BLOCK_MAX : BLOCK_MAX / 2;
    byte[][] rightKeys = new byte[BLOCK_MAX][];
    byte[][] rightValues = new byte[BLOCK_MAX][];
    for (int i = kept; i < BLOCK_MAX; i++) {
      rightKeys[i - kept] = keys[block][i];
      rightValues[i - kept] = values[block][i];
      keys[block][i] = null;
      values[block][i] = null;
    }
    sizes[block] = kept;
    insertBlock(block + 1, rightKeys, rightValues, BLOCK_MAX - kept);
  }

  private static void insert(byte[][] array, int size, int at, byte[] element) {
    for (int i = size; i > at; i--) {
      array[i] = array[i - 1];
    }
    array[at] = element;
  }

  private void insertBlock(int at, byte[][] blockKeys, byte[][] blockValues, int size) {
    if (count == sizes.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    System.arraycopy(keys, at, keys, at + 1, count - at);
    System.arraycopy(values, at, values, at + 1, count - at);
    System.arraycopy(sizes, at, sizes, at + 1, count - at);
    keys[at] = blockKeys;
    values[at] = blockValues;
    sizes[at] = size;
    count++;
  }

  /** Forgets the key: right where no lower layer has it. */
  void remove(byte[] key) {
    int block = blockOf(key);
    int at = block < 0 ? -1 : search(keys[block], sizes[block], key);
    if (at < 0) {
      return;
    }
    entries--;
    int last = --sizes[block];
    for (int i = at; i < last; i++) {
      keys[block][i] = keys[block][i + 1];
      values[block][i] = values[block][i + 1];
    }
    keys[block][last] = null;
    values[block][last] = null;
    if (last == 0) {
      count--;
      System.arraycopy(keys, block + 1, keys, block, count - block);
      System.arraycopy(values, block + 1, values, block, count - block);
      System.arraycopy(sizes, block + 1, sizes, block, count - block);
    }
  }

  Blocks copy() {
    Blocks copy = new Blocks();
    copy.keys = new byte[keys.length][][];
    copy.values = new byte[values.length][][];
    copy.sizes = sizes.clone();
    for (int i = 0; i < count; i++) {
      copy.keys[i] = keys[i].clone();
      copy.values[i] = values[i].clone();
    }
    copy.count = count;
    copy.entries = entries;
    copy.bytes = bytes;
    return copy;
  }

  @Override
  public Walk from(byte[] key) {
    if (key == null || count == 0) {
      return new BlocksWalk(0, 0);
    }
    int block = Math.max(0, blockOf(key));
    int at = search(keys[block], sizes[block], key);
    BlocksWalk walk = new BlocksWalk(block, at < 0 ? -at - 1 : at);
    walk.enter();
    return walk;
  }

  @Override
  public Walk before(byte[] key) {
    if (key == null || count == 0) {
      return new BlocksWalk(count - 1, count == 0 ? -1 : sizes[count - 1] - 1);
    }
    Walk walk = from(key);
    walk.back();
    return walk;
  }

  private final class BlocksWalk implements Walk {
    private int block;
    private int at;

    BlocksWalk(int block, int at) {
      this.block = block;
      this.at = at;
    }

    /** Behind the last entry of a block is the first of the next. */
    void enter() {
      if (block < count && at == sizes[block]) {
        block++;
        at = 0;
      }
    }

    @Override
    public byte[] key() {
      return block >= 0 && block < count && at >= 0 ? keys[block][at] : null;
    }

    @Override
    public byte[] value() {
      return values[block][at];
    }

    @Override
    public void forward() {
      at++;
      enter();
    }

    @Override
    public void back() {
      at--;
      if (at < 0) {
        block--;
        at = block < 0 ? -1 : sizes[block] - 1;
      }
    }
  }
}
