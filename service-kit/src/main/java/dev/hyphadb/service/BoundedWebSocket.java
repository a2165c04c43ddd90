package dev.hyphadb.service;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way out to one client. The socket's own write queue is the outbox; this class counts what is
 * in it and refuses more than its bound, since a queue that grows for one reader is paid for by
 * all.
 *
 * <p>Calls never block and never throw; after {@link #close} the others do nothing. Texts leave in
 * the order of the calls. Any thread.
 */
public final class BoundedWebSocket {
  /** RFC 6455, section 7.4.1. */
  public static final int POLICY_VIOLATION = 1008;

  /** Registered with IANA: the service is full, come again. */
  public static final int TRY_AGAIN_LATER = 1013;

  private static final int FRAME_OVERHEAD_BYTES = 64;

  private final WebSocketConnection connection;
  private final long outboxBytesMax;
  private final AtomicLong outboxBytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  public BoundedWebSocket(WebSocketConnection connection, long outboxBytesMax) {
    this.connection = connection;
    this.outboxBytesMax = outboxBytesMax;
  }

  /**
   * Queues a text.
   *
   * @return false when the client has left more than the bound unread: it should be closed
   */
  public boolean send(String text) {
    if (closed.get()) {
      return true;
    }
    long bytes = (long) text.length() + FRAME_OVERHEAD_BYTES;
    if (outboxBytes.addAndGet(bytes) > outboxBytesMax) {
      return false;
    }
    connection
        .sendText(text)
        .subscribe()
        .with(ok -> outboxBytes.addAndGet(-bytes), failure -> outboxBytes.addAndGet(-bytes));
    return true;
  }

  public void ping() {
    if (!closed.get()) {
      connection.sendPing(Buffer.buffer()).subscribe().with(ok -> {}, failure -> {});
    }
  }

  /**
   * Ends the connection.
   *
   * @return false when it was closed before
   */
  public boolean close(int code, String reason) {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    connection.close(new CloseReason(code, reason)).subscribe().with(ok -> {}, failure -> {});
    return true;
  }
}
