package dev.hyphadb.relay;

/**
 * The way out to one client. Never blocks, never throws; texts leave in the order of the calls. Any
 * thread.
 */
interface Link {
  /**
   * Queues a text; a client that leaves more than the bound unread is closed as a slow consumer
   * instead.
   */
  void send(String text);

  void close(Refusal.Reason reason);
}
