package dev.hyphadb.signaling;

import dev.hyphadb.signaling.Rejection.Reason;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;

/**
 * The protocol of {@code docs/protocol/signaling.md} over a WebSocket; translates only. Runs on
 * event loops.
 */
@WebSocket(path = "/v1/signaling")
class SignalingEndpoint {
  private static final int POLICY_VIOLATION = 1008;

  private final Coordinator coordinator;

  SignalingEndpoint(Coordinator coordinator) {
    this.coordinator = coordinator;
  }

  @OnOpen
  @NonBlocking
  void onOpen(WebSocketConnection connection) {
    coordinator.open(connection);
  }

  @OnTextMessage
  @NonBlocking
  void onText(String text, WebSocketConnection connection) {
    coordinator.session(connection).ifPresent(s -> s.onText(text, System.nanoTime()));
  }

  @OnBinaryMessage
  @NonBlocking
  void onBinary(Buffer bytes, WebSocketConnection connection) {
    coordinator.session(connection).ifPresent(s -> s.onBinary(System.nanoTime()));
  }

  @OnPongMessage
  @NonBlocking
  void onPong(Buffer bytes, WebSocketConnection connection) {
    coordinator.session(connection).ifPresent(s -> s.onPong(System.nanoTime()));
  }

  @OnClose
  @NonBlocking
  void onClose(WebSocketConnection connection) {
    coordinator.close(connection);
  }

  /** Frames too large for the server, text that is not UTF-8, broken sockets. */
  @OnError
  @NonBlocking
  void onError(Throwable failure, WebSocketConnection connection) {
    coordinator.metrics().rejected(Reason.TRANSPORT);
    connection
        .close(new CloseReason(POLICY_VIOLATION, "transport"))
        .subscribe()
        .with(ok -> {}, ignored -> {});
  }
}
