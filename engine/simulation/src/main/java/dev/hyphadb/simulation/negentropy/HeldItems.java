package dev.hyphadb.simulation.negentropy;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Items on the heap, with the sums of all that are before each. */
final class HeldItems implements RangeSet {
  private final List<RangeItem> items;
  private final List<StateHash> sums;

  /**
   * @param items in order
   */
  HeldItems(Collection<RangeItem> items) {
    this.items = new ArrayList<>(items);
    this.sums = new ArrayList<>(items.size() + 1);
    StateHash sum = new StateHash();
    sums.add(sum.copy());
    for (RangeItem item : items) {
      sum.add(new CommitId(item.id()));
      sums.add(sum.copy());
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
      if (bound.isAfter(items.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public RangeItem item(int position) {
    return items.get(position);
  }

  @Override
  public byte[] sum(int from, int to) {
    StateHash sum = sums.get(to).copy();
    sum.subtract(sums.get(from));
    return sum.toBytes();
  }
}
