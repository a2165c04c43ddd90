package dev.hyphadb.relay;

import dev.hyphadb.jvm.crypto.Schnorr;
import dev.hyphadb.relay.Refusal.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds the relay and keeps a session for each open connection. Any thread. */
@Startup
@ApplicationScoped
class Gateway {
  private final RelayConfig config;
  private final RelayMetrics metrics;
  private final MessageCodec codec;
  private final Schnorr verifier = Schnorr.fastest();
  private final VerificationLanes lanes;
  private final Relay relay;
  private final boolean verifierSound;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, RelaySession> sessions = new ConcurrentHashMap<>();

  Gateway(RelayConfig config, MeterRegistry registry) {
    this.config = config;
    this.metrics = new RelayMetrics(registry);
    this.codec = new MessageCodec(config);
    this.lanes = new VerificationLanes(config.verificationThreads(), config.verificationQueueMax());
    this.relay = new Relay(verifier, new SubscriptionIndex(), metrics, config);
    this.verifierSound = verifier.selfTest();
    Gauge.builder("hypha.relay.connections", connections, AtomicInteger::get)
        .description("Open connections")
        .register(registry);
    Gauge.builder("hypha.relay.subscriptions", this, Gateway::subscriptionCount)
        .description("Open subscriptions")
        .register(registry);
    Gauge.builder("hypha.relay.verification.queued", lanes, VerificationLanes::queued)
        .description("Events waiting for verification")
        .register(registry);
  }

  @PreDestroy
  void stop() {
    lanes.close();
  }

  void open(WebSocketConnection connection) {
    WebSocketLink link = new WebSocketLink(connection, metrics, config.outboxBytesMax());
    if (connections.incrementAndGet() > config.connectionsMax()) {
      connections.decrementAndGet();
      metrics.refused(Reason.TOO_MANY_CONNECTIONS);
      link.close(Reason.TOO_MANY_CONNECTIONS);
      return;
    }
    sessions.put(
        connection.id(),
        new RelaySession(
            connection.id(), link, relay, lanes, codec, metrics, config, System.nanoTime()));
  }

  Optional<RelaySession> session(WebSocketConnection connection) {
    return Optional.ofNullable(sessions.get(connection.id()));
  }

  void close(WebSocketConnection connection) {
    RelaySession session = sessions.remove(connection.id());
    if (session != null) {
      connections.decrementAndGet();
      session.onClose();
    }
  }

  int connectionCount() {
    return connections.get();
  }

  int subscriptionCount() {
    return sessions.values().stream().mapToInt(RelaySession::subscriptionCount).sum();
  }

  int indexSize() {
    return relay.index().size();
  }

  boolean hasRoom() {
    return connections.get() < config.connectionsMax() && !lanes.saturated();
  }

  boolean verifierSound() {
    return verifierSound;
  }

  String verifierName() {
    return verifier.name();
  }

  VerificationLanes lanes() {
    return lanes;
  }

  RelayMetrics metrics() {
    return metrics;
  }
}
