package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.List;

/** Commits in memory as items, with sums made in one pass. */
final class ItemList implements RangeSet {
  private final List<Item> items;

  /** The sum of the ids before each position; at the end, of all. */
  private final StateHash[] sums;

  /** A live commit. */
  record Item(CommitKey key, CommitId id) {}

  /**
   * @param items in the order of their keys
   */
  ItemList(List<Item> items) {
    this.items = items;
    this.sums = new StateHash[items.size() + 1];
    sums[0] = new StateHash();
    for (int i = 0; i < items.size(); i++) {
      sums[i + 1] = sums[i].copy();
      sums[i + 1].add(items.get(i).id());
    }
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public int lowerBound(RangeBound bound, int from) {
    int low = from;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bound.isAfter(item(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public RangeItem item(int position) {
    Item item = items.get(position);
    return new RangeItem(item.key().hlc(), item.id().bytes());
  }

  @Override
  public byte[] sum(int from, int to) {
    StateHash sum = sums[to].copy();
    sum.subtract(sums[from]);
    return sum.toBytes();
  }
}
