package dev.hyphadb.jvm.database;

/**
 * Tells a reader whether anything was written since it began, so that it may trust what is cached.
 * The owner begins and ends its writes here; any thread may ask.
 */
final class WriteEpoch {
  /** Odd while a write is under way, or its effects on the cache are. */
  private volatile long number;

  /** By the owner, before a write. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // there is one owner at a time
  void begin() {
    number++;
  }

  /** By the owner, once the cache is in step with the store again. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // there is one owner at a time
  void end() {
    number++;
  }

  /** Remembered by a reader that begins. */
  long now() {
    return number;
  }

  /** Whether nothing was written between then and now. */
  boolean isStill(long then) {
    return then % 2 == 0 && number == then;
  }
}
