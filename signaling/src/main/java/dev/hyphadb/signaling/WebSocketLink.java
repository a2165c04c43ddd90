package dev.hyphadb.signaling;

import dev.hyphadb.service.BoundedWebSocket;
import dev.hyphadb.signaling.Rejection.Reason;
import io.quarkus.websockets.next.WebSocketConnection;

/** A {@link Link} over a WebSocket: gives refusals their close codes. */
final class WebSocketLink implements Link {
  /** Of the range that RFC 6455 leaves to applications. */
  private static final int REPLACED = 4001;

  private final BoundedWebSocket socket;
  private final SignalingMetrics metrics;

  WebSocketLink(WebSocketConnection connection, SignalingMetrics metrics, long outboxBytesMax) {
    this.socket = new BoundedWebSocket(connection, outboxBytesMax);
    this.metrics = metrics;
  }

  @Override
  public void send(String text) {
    if (!socket.send(text) && end(Reason.SLOW_CONSUMER)) {
      metrics.rejected(Reason.SLOW_CONSUMER);
    }
  }

  @Override
  public void ping() {
    socket.ping();
  }

  @Override
  public void close(Reason reason) {
    end(reason);
  }

  private boolean end(Reason reason) {
    int code =
        switch (reason) {
          case TOO_MANY_CONNECTIONS -> BoundedWebSocket.TRY_AGAIN_LATER;
          case REPLACED -> REPLACED;
          default -> BoundedWebSocket.POLICY_VIOLATION;
        };
    return socket.close(code, reason.code());
  }
}
