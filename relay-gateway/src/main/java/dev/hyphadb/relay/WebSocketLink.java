package dev.hyphadb.relay;

import dev.hyphadb.relay.Refusal.Reason;
import dev.hyphadb.service.BoundedWebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** A {@link Link} over a WebSocket: gives refusals their close codes. */
final class WebSocketLink implements Link {
  private final BoundedWebSocket socket;
  private final RelayMetrics metrics;

  WebSocketLink(WebSocketConnection connection, RelayMetrics metrics, long outboxBytesMax) {
    this.socket = new BoundedWebSocket(connection, outboxBytesMax);
    this.metrics = metrics;
  }

  @Override
  public void send(String text) {
    if (!socket.send(text) && end(Reason.SLOW_CONSUMER)) {
      metrics.refused(Reason.SLOW_CONSUMER);
    }
  }

  @Override
  public void close(Reason reason) {
    end(reason);
  }

  private boolean end(Reason reason) {
    int code =
        reason == Reason.TOO_MANY_CONNECTIONS
            ? BoundedWebSocket.TRY_AGAIN_LATER
            : BoundedWebSocket.POLICY_VIOLATION;
    return socket.close(code, reason.code());
  }
}
