package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The live commits by position in the order of their keys, with sums over ranges of positions. A
 * view of the store's present state: worth nothing after the next write. Belongs to the owner
 * thread.
 */
public final class LiveRanges {
  private static final int LOADED_BLOCKS_MAX = 8;

  private final Store store;
  private final List<LiveBlock> blocks;

  /** For each block, what is before it; and at the end, everything. */
  private final int[] counts;

  private final StateHash[] sums;
  private final LruCache<Integer, List<Entry>> loaded = new LruCache<>(LOADED_BLOCKS_MAX);

  /** A live commit. */
  public record Entry(CommitKey key, CommitId id) {}

  LiveRanges(Store store, List<LiveBlock> blocks) {
    this.store = store;
    this.blocks = blocks;
    this.counts = new int[blocks.size() + 1];
    this.sums = new StateHash[blocks.size() + 1];
    sums[0] = new StateHash();
    for (int i = 0; i < blocks.size(); i++) {
      counts[i + 1] = counts[i] + blocks.get(i).count();
      sums[i + 1] = sums[i].copy();
      sums[i + 1].add(blocks.get(i).sum());
    }
  }

  public int size() {
    return counts[blocks.size()];
  }

  /** The sum of all ids; equals the state hash. */
  public StateHash sum() {
    return sums[blocks.size()].copy();
  }

  /** The sum of the ids at {@code [from, to)}. */
  public StateHash sum(int from, int to) {
    StateHash sum = sumBefore(to);
    sum.subtract(sumBefore(from));
    return sum;
  }

  private StateHash sumBefore(int position) {
    int block = blockAt(position);
    StateHash sum = sums[block].copy();
    if (position > counts[block]) {
      load(block).subList(0, position - counts[block]).forEach(entry -> sum.add(entry.id()));
    }
    return sum;
  }

  public Entry at(int position) {
    int block = blockAt(position);
    return load(block).get(position - counts[block]);
  }

  /** The last block that starts at or before the position; beyond all blocks at the end. */
  private int blockAt(int position) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (counts[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * The block that a key is in.
   *
   * @return positions {@code [from, to)}: what is before is less than the key, what is after
   *     greater
   */
  public int[] around(CommitKey key) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).start().compareTo(key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return new int[] {counts[low], counts[low + 1]};
  }

  private List<Entry> load(int block) {
    List<Entry> entries = loaded.get(block);
    if (entries == null) {
      entries = new ArrayList<>(blocks.get(block).count());
      byte[] end = block + 1 < blocks.size() ? blocks.get(block + 1).start().bytes() : null;
      try (Store.Cursor live = store.scan(Table.LIVE, blocks.get(block).start().bytes(), end)) {
        while (live.next()) {
          CommitKey key = new CommitKey(live.key());
          entries.add(new Entry(key, LiveCommits.idOf(key, live.value())));
        }
      }
      loaded.put(block, entries);
    }
    return entries;
  }

  /**
   * Adds the live commits of a store up anew, where the sums are missing or damaged. No replica may
   * be open on it.
   */
  public static void rebuild(Store store) {
    LiveBlocks.rebuild(store);
  }
}
