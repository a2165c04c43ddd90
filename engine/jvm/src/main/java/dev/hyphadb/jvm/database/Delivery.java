package dev.hyphadb.jvm.database;

import dev.hyphadb.core.query.Backlog;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands events to a listener in order, one at a time, on a virtual thread, so that a slow listener
 * delays nobody; what waits for it is a {@link Backlog}. What the listener throws is logged and
 * does not stop it.
 */
public final class Delivery<T> {
  private static final System.Logger LOGGER = System.getLogger(Delivery.class.getName());

  private final Consumer<T> listener;

  // Guarded by backlog.
  private final Backlog<T> backlog;
  private boolean isRunning;

  private volatile boolean isClosed;

  public Delivery(Backlog<T> backlog, Consumer<T> listener) {
    this.backlog = backlog;
    this.listener = listener;
  }

  /** Any thread, though only one at a time: the order of calls is the order of delivery. */
  public void offerAll(List<? extends T> events) {
    if (events.isEmpty() || isClosed) {
      return;
    }
    boolean isFirst;
    synchronized (backlog) {
      events.forEach(backlog::add);
      isFirst = !isRunning && backlog.size() > 0;
      isRunning = isRunning || isFirst;
    }
    if (isFirst) {
      Thread.ofVirtual().name("hypha-subscriber").start(this::deliver);
    }
  }

  private void deliver() {
    T event;
    while ((event = next()) != null) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "A subscriber failed on an event; it gets the next ones", e);
      }
    }
  }

  private T next() {
    synchronized (backlog) {
      T event = isClosed ? null : backlog.poll();
      isRunning = event != null;
      return event;
    }
  }

  /** Nothing is delivered that is not under way already. */
  public void close() {
    isClosed = true;
  }
}
