package dev.hyphadb.core.sync.range;

import java.util.List;

/** What a side says about the items from the end of the range before to {@link #end()}. */
sealed interface Range {
  RangeBound end();

  /** Nothing (more). */
  record Skip(RangeBound end) implements Range {}

  /**
   * What they come to.
   *
   * @param fingerprint 16 bytes
   */
  record Fingerprint(RangeBound end, byte[] fingerprint) implements Range {}

  /** All their ids. */
  record IdList(RangeBound end, List<byte[]> ids) implements Range {}
}
