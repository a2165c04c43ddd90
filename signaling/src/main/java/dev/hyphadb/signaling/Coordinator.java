package dev.hyphadb.signaling;

import dev.hyphadb.signaling.Rejection.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds the rooms, keeps a session for each open connection and gives them the time. Any thread.
 */
@Startup
@ApplicationScoped
class Coordinator {
  private static final long TICK_MILLIS = 250;

  private final SignalingConfig config;
  private final Vertx vertx;
  private final SignalingMetrics metrics;
  private final MessageCodec codec;
  private final Rooms rooms;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private long timer;

  Coordinator(SignalingConfig config, MeterRegistry registry, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
    this.metrics = new SignalingMetrics(registry);
    this.codec = new MessageCodec(config.payloadBytesMax());
    this.rooms = new Rooms(config.topicsPerConnectionMax(), config.peersPerTopicMax());
    Gauge.builder("hypha.signaling.connections", connections, AtomicInteger::get)
        .description("Open connections")
        .register(registry);
    Gauge.builder("hypha.signaling.peers", rooms, Rooms::peerCount)
        .description("Peers that have been welcomed")
        .register(registry);
    Gauge.builder("hypha.signaling.topics", rooms, Rooms::topicCount)
        .description("Topics with at least one peer")
        .register(registry);
  }

  @PostConstruct
  void start() {
    timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
  }

  @PreDestroy
  void stop() {
    vertx.cancelTimer(timer);
  }

  private void tick() {
    long nowNanos = System.nanoTime();
    sessions.values().forEach(session -> session.onTick(nowNanos));
  }

  /** Takes a connection in, or closes it when the service is full. */
  void open(WebSocketConnection connection) {
    WebSocketLink link = new WebSocketLink(connection, metrics, config.outboxBytesMax());
    if (connections.incrementAndGet() > config.connectionsMax()) {
      connections.decrementAndGet();
      metrics.rejected(Reason.TOO_MANY_CONNECTIONS);
      link.close(Reason.TOO_MANY_CONNECTIONS);
      return;
    }
    sessions.put(
        connection.id(),
        new Session(connection.id(), link, rooms, codec, metrics, config, System.nanoTime()));
  }

  Optional<Session> session(WebSocketConnection connection) {
    return Optional.ofNullable(sessions.get(connection.id()));
  }

  void close(WebSocketConnection connection) {
    Session session = sessions.remove(connection.id());
    if (session != null) {
      connections.decrementAndGet();
      session.onClose();
    }
  }

  SignalingMetrics metrics() {
    return metrics;
  }

  Rooms rooms() {
    return rooms;
  }

  int connectionCount() {
    return connections.get();
  }

  boolean full() {
    return connections.get() >= config.connectionsMax();
  }
}
