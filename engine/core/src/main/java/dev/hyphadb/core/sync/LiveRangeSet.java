package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.LiveRanges;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeSet;
import dev.hyphadb.core.value.Octets;
import java.util.Arrays;
import java.util.List;

/**
 * The live commits as items, and those that wait: they are known, and need not be sent. The
 * timestamp is the clock's, the id the commit's.
 */
final class LiveRangeSet implements RangeSet {
  private static final int KEY_ID_BYTES = CommitKey.LENGTH - 8;

  private final LiveRanges live;
  private final List<LiveRanges.Entry> waiting;

  /** Positions of those that wait. */
  private final int[] positions;

  /**
   * @param waiting in the order of their keys; none of them live
   */
  LiveRangeSet(LiveRanges live, List<LiveRanges.Entry> waiting) {
    this.live = live;
    this.waiting = waiting;
    this.positions = new int[waiting.size()];
    int before = 0;
    for (int i = 0; i < positions.length; i++) {
      RangeItem item = itemOf(waiting.get(i));
      before = liveBefore(new RangeBound(item.timestamp(), item.id()), before);
      positions[i] = before + i;
    }
  }

  /** How many live commits are before a bound; at least {@code from}. */
  private int liveBefore(RangeBound bound, int from) {
    int[] block = live.around(keyOf(bound));
    int low = Math.max(from, block[0]);
    int high = Math.max(low, block[1]);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bound.isAfter(itemOf(live.at(middle)))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static RangeItem itemOf(LiveRanges.Entry entry) {
    return new RangeItem(entry.key().hlc(), entry.id().bytes());
  }

  /** How many of those that wait are before a position. */
  private int waitingBefore(int position) {
    int found = Arrays.binarySearch(positions, position);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * Whether so many commits with that sum of ids are the first live ones here.
   *
   * @return the end of their keys, exclusive; {@code null} when they are not, or there are none
   */
  static byte[] endOfStart(SyncHost host, long count, byte[] sum) {
    if (count == 0 || count >= host.liveCount()) {
      return null;
    }
    LiveRanges live = host.liveRanges();
    boolean isStart = count < live.size() && Arrays.equals(live.sum(0, (int) count).toBytes(), sum);
    return isStart ? live.at((int) count - 1).key().following() : null;
  }

  @Override
  public int size() {
    return live.size() + waiting.size();
  }

  @Override
  public int lowerBound(RangeBound bound, int from) {
    int low = 0;
    int high = waiting.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bound.isAfter(itemOf(waiting.get(middle)))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Math.max(from, liveBefore(bound, 0) + low);
  }

  @Override
  public RangeItem item(int position) {
    int before = waitingBefore(position);
    boolean isWaiting = before < positions.length && positions[before] == position;
    return itemOf(isWaiting ? waiting.get(before) : live.at(position - before));
  }

  @Override
  public byte[] sum(int from, int to) {
    int waitingFrom = waitingBefore(from);
    int waitingTo = waitingBefore(to);
    StateHash sum = live.sum(from - waitingFrom, to - waitingTo);
    for (LiveRanges.Entry entry : waiting.subList(waitingFrom, waitingTo)) {
      sum.add(entry.id());
    }
    return sum.toBytes();
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
