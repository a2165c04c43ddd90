package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.StoreException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets calls through until the store closes, and lets close wait for the calls inside. Native
 * memory is freed behind it, so a late reader gets an exception and not a crash. Callers are
 * counted in stripes a cache line apart: readers do not slow each other.
 */
final class CloseGate {
  private static final int STRIPES = 32;
  private static final int STRIPE_WIDTH = 16;

  private final String storeName;
  private final AtomicLongArray inside = new AtomicLongArray(STRIPES * STRIPE_WIDTH);
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;

  CloseGate(String storeName) {
    this.storeName = storeName;
  }

  /** Returns the stripe to hand to {@link #exit}. */
  int enter() {
    int stripe = tryEnter();
    if (stripe < 0) {
      throw new StoreException(storeName + " is closed: open the database again");
    }
    return stripe;
  }

  /** Like {@link #enter}, but -1 when closed. */
  int tryEnter() {
    int stripe = ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * STRIPE_WIDTH;
    // Count first, look second; close writes first and counts second. One of the two sees the
    // other.
    inside.incrementAndGet(stripe);
    if (closed) {
      inside.decrementAndGet(stripe);
      return -1;
    }
    return stripe;
  }

  /**
   * Does it inside, or not at all when closed: what is still open then is released by the closing
   * store.
   */
  void whileOpen(Runnable release) {
    int stripe = tryEnter();
    if (stripe >= 0) {
      try {
        release.run();
      } finally {
        exit(stripe);
      }
    }
  }

  void exit(int stripe) {
    inside.decrementAndGet(stripe);
  }

  /** Returns true to the first caller, once nobody is inside any more. Calls inside are short. */
  boolean close() {
    if (!closing.compareAndSet(false, true)) {
      return false;
    }
    closed = true;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      while (inside.get(stripe * STRIPE_WIDTH) != 0) {
        LockSupport.parkNanos(50_000);
      }
    }
    return true;
  }
}
