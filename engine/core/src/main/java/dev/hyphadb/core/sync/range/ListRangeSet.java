package dev.hyphadb.core.sync.range;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.graph.StateHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Items on the heap, with the sums of all that are before each. */
public final class ListRangeSet implements RangeSet {
  private final List<RangeItem> items;
  private final List<StateHash> sums;

  /**
   * @param items each once, in any order; quickest in their own
   */
  public ListRangeSet(Collection<RangeItem> items) {
    this.items = new ArrayList<>(items);
    this.items.sort(null);
    this.sums = new ArrayList<>(items.size() + 1);
    StateHash sum = new StateHash();
    sums.add(sum.copy());
    for (RangeItem item : this.items) {
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
