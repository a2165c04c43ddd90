package dev.hyphadb.core.sync.range;

/** The port to a set of items in order. It must not change while a message is answered from it. */
public interface RangeSet {
  int size();

  /** The position of the first item at or after the bound, not below {@code from}. */
  int lowerBound(RangeBound bound, int from);

  RangeItem item(int position);

  /** The ids at {@code [from, to)} added up modulo 2^256: 32 bytes, little-endian like the ids. */
  byte[] sum(int from, int to);
}
