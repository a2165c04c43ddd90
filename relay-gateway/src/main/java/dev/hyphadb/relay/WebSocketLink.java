package dev.hyphadb.relay;

import dev.hyphadb.relay.Refusal.Reason;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link Link} over a WebSocket. The socket's own write queue is the outbox; this class counts
 * what is in it and ends the connection when it exceeds the bound, since a queue that grows for one
 * reader is paid for by all.
 */
final class WebSocketLink implements Link {
  private static final int POLICY_VIOLATION = 1008;
  private static final int TRY_AGAIN_LATER = 1013;
  private static final int FRAME_OVERHEAD_BYTES = 64;

  private final WebSocketConnection connection;
  private final RelayMetrics metrics;
  private final long outboxBytesMax;
  private final AtomicLong outboxBytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  WebSocketLink(WebSocketConnection connection, RelayMetrics metrics, long outboxBytesMax) {
    this.connection = connection;
    this.metrics = metrics;
    this.outboxBytesMax = outboxBytesMax;
  }

  @Override
  public void send(String text) {
    if (closed.get()) {
      return;
    }
    long bytes = (long) text.length() + FRAME_OVERHEAD_BYTES;
    if (outboxBytes.addAndGet(bytes) > outboxBytesMax) {
      if (!closed.get()) {
        metrics.refused(Reason.SLOW_CONSUMER);
      }
      close(Reason.SLOW_CONSUMER);
      return;
    }
    connection
        .sendText(text)
        .subscribe()
        .with(ok -> outboxBytes.addAndGet(-bytes), failure -> outboxBytes.addAndGet(-bytes));
  }

  @Override
  public void close(Reason reason) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    int code = reason == Reason.TOO_MANY_CONNECTIONS ? TRY_AGAIN_LATER : POLICY_VIOLATION;
    connection
        .close(new CloseReason(code, reason.code()))
        .subscribe()
        .with(ok -> {}, failure -> {});
  }
}
