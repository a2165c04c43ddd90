package dev.hyphadb.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What waits to be sent on one live connection. Texts are made only when the socket has room, so
 * that what waits costs little. The present results of a query may wait in any number, since they
 * were held anyway; changes only up to a bound, beyond which the client counts as too slow. Any
 * thread; order is kept.
 */
final class Outbox {
  private final Link link;
  private final int changesMax;
  private final long inFlightBytesMax;

  // Guarded by this
  private final Deque<Item> waiting = new ArrayDeque<>();
  private int changesWaiting;
  private long inFlightBytes;
  private boolean isSending;
  private boolean isClosed;

  private record Item(Supplier<String> text, boolean isChange) {}

  /** The way out. Calls do not block. */
  interface Link {
    /** Sends a text and calls back, once, when the network has taken it or never will. */
    void send(String text, Runnable taken);

    /** The client is too slow; nothing more will be sent. */
    void tooSlow();
  }

  Outbox(Link link, int changesMax, long inFlightBytesMax) {
    this.link = link;
    this.changesMax = changesMax;
    this.inFlightBytesMax = inFlightBytesMax;
  }

  /** One of the results that are there at the start. */
  void offerInitial(Supplier<String> text) {
    offer(new Item(text, false));
  }

  /** Anything else. */
  void offer(Supplier<String> text) {
    offer(new Item(text, true));
  }

  private void offer(Item item) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      if (!item.isChange() || changesWaiting < changesMax) {
        waiting.addLast(item);
        changesWaiting += item.isChange() ? 1 : 0;
        send();
        return;
      }
      close();
    }
    link.tooSlow();
  }

  private synchronized void taken(long bytes) {
    inFlightBytes -= bytes;
    send();
  }

  private void send() {
    if (isSending) {
      return;
    }
    isSending = true;
    while (inFlightBytes < inFlightBytesMax && !waiting.isEmpty()) {
      Item next = waiting.removeFirst();
      changesWaiting -= next.isChange() ? 1 : 0;
      String text = next.text().get();
      long bytes = text.length();
      inFlightBytes += bytes;
      link.send(text, () -> taken(bytes));
    }
    isSending = false;
  }

  /** Forgets what waits. */
  synchronized void close() {
    isClosed = true;
    waiting.clear();
  }
}
