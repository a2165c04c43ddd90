package dev.hyphadb.core.sync;

import java.util.ArrayDeque;
import java.util.Deque;

/** What one session has sent and its peer has not acknowledged as durable yet. */
final class SendWindow {
  /** More is held back. */
  private static final int BYTES_MAX = 1 << 20;

  private final Deque<Integer> messages = new ArrayDeque<>();
  private int bytes;

  boolean hasRoom() {
    return bytes < BYTES_MAX;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  void add(int messageBytes) {
    messages.addLast(messageBytes);
    bytes += messageBytes;
  }

  /**
   * @throws RejectedException when so many were not sent
   */
  void acknowledge(int count) {
    if (count > messages.size()) {
      throw new RejectedException("unexpected-message", "more was acknowledged than was sent");
    }
    for (int i = 0; i < count; i++) {
      bytes -= messages.removeFirst();
    }
  }
}
