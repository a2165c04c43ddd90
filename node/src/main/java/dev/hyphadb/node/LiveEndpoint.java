package dev.hyphadb.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Live queries over a WebSocket; translates only. A client sends the options of {@code map}, with a
 * key of its choice as {@code subscription}, and receives events under that key; {@code
 * {"unsubscribe": key}} ends one.
 */
@WebSocket(path = "/v1/databases/{db}/live")
class LiveEndpoint {
  private static final int POLICY_VIOLATION = 1008;
  private static final int TRY_AGAIN_LATER = 1013;

  private final Databases databases;
  private final NodeConfig.LiveConfig limits;
  private final LiveSession.Context context;
  private final Map<String, LiveSession> sessions = new ConcurrentHashMap<>();

  LiveEndpoint(
      Databases databases,
      NodeConfig config,
      Bodies bodies,
      Problems problems,
      NodeMetrics metrics,
      ObjectMapper mapper) {
    this.databases = databases;
    this.limits = config.live();
    this.context = new LiveSession.Context(bodies, problems, metrics, mapper);
  }

  @OnOpen
  @Blocking
  void onOpen(WebSocketConnection connection) {
    if (context.metrics().liveConnections().incrementAndGet() > limits.connectionsMax()) {
      refuse(
          connection,
          TRY_AGAIN_LATER,
          new ProblemException(
              Status.SERVICE_UNAVAILABLE,
              "too-many-connections",
              "The node has enough connections"));
      return;
    }
    try {
      ServedDatabase database = databases.openForReading(connection.pathParam("db"));
      Outbox outbox =
          new Outbox(
              new SocketLink(connection), limits.eventsWaitingMax(), limits.inFlightBytesMax());
      sessions.put(connection.id(), new LiveSession(database, outbox, context, limits));
      if (connection.isClosed()) {
        end(connection);
      }
    } catch (RuntimeException e) {
      refuse(connection, POLICY_VIOLATION, context.problems().describe(e));
    }
  }

  @OnTextMessage
  @Blocking
  void onText(String text, WebSocketConnection connection) {
    LiveSession session = sessions.get(connection.id());
    if (session != null && !session.receive(text)) {
      refuse(connection, POLICY_VIOLATION, tooManyRejections());
    }
  }

  @OnBinaryMessage
  @Blocking
  void onBinary(Buffer bytes, WebSocketConnection connection) {
    LiveSession session = sessions.get(connection.id());
    ProblemException problem =
        ProblemException.badRequest("bad-json", "", "Messages are JSON text, not binary");
    if (session != null && !session.reject(null, problem)) {
      refuse(connection, POLICY_VIOLATION, tooManyRejections());
    }
  }

  private static ProblemException tooManyRejections() {
    return ProblemException.badRequest("too-many-rejections", "", "Too many messages were faulty");
  }

  @OnClose
  @Blocking
  void onClose(WebSocketConnection connection) {
    context.metrics().liveConnections().decrementAndGet();
    end(connection);
  }

  /** Frames too large for the server, text that is not UTF-8, broken sockets. */
  @OnError
  @Blocking
  void onError(Throwable failure, WebSocketConnection connection) {
    context.metrics().rejected("transport");
    end(connection);
    connection.close().subscribe().with(ok -> {}, ignored -> {});
  }

  private void end(WebSocketConnection connection) {
    LiveSession session = sessions.remove(connection.id());
    if (session != null) {
      session.close();
    }
  }

  private void refuse(WebSocketConnection connection, int code, ProblemException problem) {
    context.metrics().rejected(problem.code());
    end(connection);
    connection
        .close(new CloseReason(code, problem.code()))
        .subscribe()
        .with(ok -> {}, ignored -> {});
  }

  private final class SocketLink implements Outbox.Link {
    private final WebSocketConnection connection;

    SocketLink(WebSocketConnection connection) {
      this.connection = connection;
    }

    @Override
    public void send(String text, Runnable taken) {
      connection.sendText(text).subscribe().with(ok -> taken.run(), failure -> taken.run());
    }

    @Override
    public void tooSlow() {
      refuse(
          connection,
          POLICY_VIOLATION,
          ProblemException.badRequest(
              "slow-consumer", "", "More changes wait for this connection than may"));
    }
  }
}
