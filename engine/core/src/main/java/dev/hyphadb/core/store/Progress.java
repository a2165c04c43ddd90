package dev.hyphadb.core.store;

/** Told how far long work is, on the thread that does it: must return soon. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (done, total) -> {};

  /**
   * @param total how much there is to do, as far as it is known; may be less than {@code done}
   *     while others write
   */
  void at(long done, long total);
}
