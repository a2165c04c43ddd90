package dev.hyphadb.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What waits to be sent on one live connection. Texts are made only when the socket has room, so
 * that what waits costs little. Events wait in a bounded number, beyond which whoever brings one
 * waits with it: then its subscription gathers what is new and tells the outcome. Answers wait in a
 * bounded number too, beyond which the client counts as too slow: it asks and does not listen. Any
 * thread; order is kept.
 */
final class Outbox {
  private final Link link;
  private final int eventsMax;
  private final long inFlightBytesMax;

  /** Not a monitor, in which a virtual thread that waits would keep its carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition hasRoom = lock.newCondition();

  // Guarded by lock
  private final Deque<Supplier<String>> waiting = new ArrayDeque<>();
  private long inFlightBytes;
  private boolean isSending;
  private boolean isClosed;

  /** The way out. Calls do not block. */
  interface Link {
    /** Sends a text and calls back, once, when the network has taken it or never will. */
    void send(String text, Runnable taken);

    /** The client is too slow; nothing more will be sent. */
    void tooSlow();
  }

  Outbox(Link link, int eventsMax, long inFlightBytesMax) {
    this.link = link;
    this.eventsMax = eventsMax;
    this.inFlightBytesMax = inFlightBytesMax;
  }

  /** An event of a subscription; waits for room, or until the outbox is closed. */
  void offerEvent(Supplier<String> text) {
    lock.lock();
    try {
      while (waiting.size() >= eventsMax && !isClosed) {
        hasRoom.awaitUninterruptibly();
      }
      if (!isClosed) {
        waiting.addLast(text);
        send();
      }
    } finally {
      lock.unlock();
    }
  }

  /** An answer, for which there is twice the room of events. */
  void offer(Supplier<String> text) {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      if (waiting.size() < 2L * eventsMax) {
        waiting.addLast(text);
        send();
        return;
      }
      close();
    } finally {
      lock.unlock();
    }
    link.tooSlow();
  }

  private void taken(long bytes) {
    lock.lock();
    try {
      inFlightBytes -= bytes;
      send();
    } finally {
      lock.unlock();
    }
  }

  private void send() {
    if (isSending) {
      return;
    }
    isSending = true;
    while (inFlightBytes < inFlightBytesMax && !waiting.isEmpty()) {
      String text = waiting.removeFirst().get();
      long bytes = text.length();
      inFlightBytes += bytes;
      link.send(text, () -> taken(bytes));
    }
    isSending = false;
    if (waiting.size() < eventsMax) {
      hasRoom.signalAll();
    }
  }

  /** Forgets what waits. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      waiting.clear();
      hasRoom.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
