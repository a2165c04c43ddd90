package dev.hyphadb.relay;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** NIP-01 over a WebSocket; translates only. Runs on event loops. */
@WebSocket(path = "/")
class RelayEndpoint {
  private static final int POLICY_VIOLATION = 1008;

  private final Gateway gateway;

  RelayEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  @OnOpen
  @NonBlocking
  void onOpen(WebSocketConnection connection) {
    gateway.open(connection);
  }

  @OnTextMessage
  @NonBlocking
  void onText(String text, WebSocketConnection connection) {
    gateway
        .session(connection)
        .ifPresent(s -> s.onText(text, System.nanoTime(), Instant.now().getEpochSecond()));
  }

  @OnBinaryMessage
  @NonBlocking
  void onBinary(Buffer bytes, WebSocketConnection connection) {
    gateway.session(connection).ifPresent(RelaySession::onBinary);
  }

  @OnClose
  @NonBlocking
  void onClose(WebSocketConnection connection) {
    gateway.close(connection);
  }

  /** Frames too large for the server, text that is not UTF-8, broken sockets. */
  @OnError
  @NonBlocking
  void onError(Throwable failure, WebSocketConnection connection) {
    gateway.metrics().refused(Refusal.Reason.TRANSPORT);
    connection
        .close(new CloseReason(POLICY_VIOLATION, "transport"))
        .subscribe()
        .with(ok -> {}, ignored -> {});
  }
}
