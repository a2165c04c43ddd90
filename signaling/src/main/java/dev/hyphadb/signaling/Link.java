package dev.hyphadb.signaling;

/**
 * The way out to one client. Calls never block and never throw; after {@link #close} the others do
 * nothing. Safe for any thread; texts leave in the order of the calls.
 */
interface Link {
  /**
   * Queues a text; a client that leaves more than the bound unread is closed as a slow consumer
   * instead.
   */
  void send(String text);

  void ping();

  /** Ends the connection, telling the client the reason's code. */
  void close(Rejection.Reason reason);
}
