package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeSet;
import dev.hyphadb.core.value.Octets;

/** The live commits as items: the timestamp is the clock's, the id the commit's. */
final class LiveRangeSet implements RangeSet {
  private static final int KEY_ID_BYTES = CommitKey.LENGTH - 8;

  private final LiveRanges live;

  LiveRangeSet(LiveRanges live) {
    this.live = live;
  }

  @Override
  public int size() {
    return live.size();
  }

  @Override
  public int lowerBound(RangeBound bound, int from) {
    int[] block = live.around(keyOf(bound));
    int low = Math.max(from, block[0]);
    int high = Math.max(low, block[1]);
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
    LiveRanges.Entry entry = live.at(position);
    return new RangeItem(entry.key().hlc(), entry.id().bytes());
  }

  @Override
  public byte[] sum(int from, int to) {
    return live.sum(from, to).toBytes();
  }

  /** The first key that a commit at or after the bound can have. */
  static CommitKey keyOf(RangeBound bound) {
    return key(bound.timestamp(), bound.idPrefix());
  }

  static CommitKey keyOf(RangeItem item) {
    return key(item.timestamp(), item.id());
  }

  private static CommitKey key(long timestamp, byte[] id) {
    byte[] key = new byte[CommitKey.LENGTH];
    Octets.putLong(key, 0, timestamp);
    System.arraycopy(id, 0, key, 8, Math.min(id.length, KEY_ID_BYTES));
    return new CommitKey(key);
  }
}
