package dev.hyphadb.jvm.database;

import java.util.function.BooleanSupplier;

/** Looks every few seconds, while there is something to do, whether the files may grow no more. */
final class SizeWatch {
  private static final long INTERVAL_MILLIS = 5_000;

  private final Listener listener;
  private volatile BooleanSupplier isFull = () -> false;

  /** By the owner only. */
  private long lookedMillis;

  /** Told what was found, on a thread of its own. */
  interface Listener {
    void told(boolean isFull);
  }

  SizeWatch(Listener listener) {
    this.listener = listener;
  }

  /** Asks this from now on. */
  void watch(BooleanSupplier question) {
    isFull = question;
  }

  /** Looks if it is time, without delaying the caller. By the owner only. */
  void look() {
    long now = System.currentTimeMillis();
    if (Math.abs(now - lookedMillis) >= INTERVAL_MILLIS) {
      lookedMillis = now;
      Thread.ofVirtual().name("hypha-size").start(() -> listener.told(isFull.getAsBoolean()));
    }
  }
}
