package dev.hyphadb.jvm.database;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Hands events to a listener in order, one at a time, on a virtual thread, so that a slow listener
 * delays nobody. What the listener throws is logged and does not stop it.
 */
public final class Delivery<T> {
  private static final System.Logger LOGGER = System.getLogger(Delivery.class.getName());

  private final Consumer<T> listener;
  private final Queue<T> queue = new ConcurrentLinkedQueue<>();

  /** How many events were offered and not yet delivered: the first one starts a thread. */
  private final AtomicInteger pending = new AtomicInteger();

  private volatile boolean isClosed;

  public Delivery(Consumer<T> listener) {
    this.listener = listener;
  }

  /** Any thread, though only one at a time: the order of calls is the order of delivery. */
  public void offerAll(List<? extends T> events) {
    if (events.isEmpty() || isClosed) {
      return;
    }
    queue.addAll(events);
    if (pending.getAndAdd(events.size()) == 0) {
      Thread.ofVirtual().name("hypha-subscriber").start(this::deliver);
    }
  }

  private void deliver() {
    do {
      T event = queue.poll();
      try {
        if (!isClosed) {
          listener.accept(event);
        }
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "A subscriber failed on an event; it gets the next ones", e);
      }
    } while (pending.decrementAndGet() > 0);
  }

  /** Nothing is delivered that is not under way already. */
  public void close() {
    isClosed = true;
  }
}
