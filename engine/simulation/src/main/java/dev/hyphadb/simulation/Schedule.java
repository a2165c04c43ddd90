package dev.hyphadb.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time: what happens next, and when. What is due at the same time happens in order of
 * asking.
 */
final class Schedule {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMillis;
  private long order;

  private record Entry(long atMillis, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  Schedule(long startMillis) {
    this.nowMillis = startMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  void after(long delayMillis, Runnable action) {
    at(nowMillis + delayMillis, action);
  }

  void at(long atMillis, Runnable action) {
    entries.add(new Entry(Math.max(atMillis, nowMillis), order++, action));
  }

  /** Does what is next, unless it is due later than the limit or there is nothing. */
  boolean runNext(long untilMillis) {
    Entry next = entries.peek();
    if (next == null || next.atMillis > untilMillis) {
      return false;
    }
    entries.poll();
    nowMillis = next.atMillis;
    next.action.run();
    return true;
  }
}
