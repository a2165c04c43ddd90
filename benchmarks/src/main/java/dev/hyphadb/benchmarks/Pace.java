package dev.hyphadb.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A steady rate on the calling thread. */
final class Pace {
  private final long periodNanos;
  private long nextNanos = System.nanoTime();

  Pace(int perSecond) {
    periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Returns when it is time for the next one. */
  void await() {
    for (long wait; (wait = nextNanos - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(wait);
    }
    nextNanos += periodNanos;
  }
}
