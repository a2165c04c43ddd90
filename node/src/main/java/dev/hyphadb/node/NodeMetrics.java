package dev.hyphadb.node;

import dev.hyphadb.core.sync.SyncReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The node's meters. Any thread. */
@ApplicationScoped
class NodeMetrics {
  /** What a request asks of a database. */
  enum Verb {
    PUT,
    GET,
    REMOVE,
    LINK,
    QUERY,
    BATCH,
    CLEAR
  }

  private final MeterRegistry registry;
  private final Map<Verb, Timer> timers = new EnumMap<>(Verb.class);
  private final Map<String, AtomicLong> totals = new ConcurrentHashMap<>();
  private final AtomicInteger liveSubscriptions;
  private final AtomicInteger liveConnections;
  private final AtomicInteger databases;
  private final AtomicInteger peers;

  NodeMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Verb verb : Verb.values()) {
      timers.put(
          verb,
          Timer.builder("hypha.node.operations")
              .description("Operations on databases that clients asked for")
              .tag("verb", verb.name().toLowerCase(java.util.Locale.ROOT))
              .register(registry));
    }
    liveSubscriptions = registry.gauge("hypha.node.live.subscriptions", new AtomicInteger());
    liveConnections = registry.gauge("hypha.node.live.connections", new AtomicInteger());
    databases = registry.gauge("hypha.node.databases", new AtomicInteger());
    peers = registry.gauge("hypha.node.peers", new AtomicInteger());
  }

  <T> T time(Verb verb, Supplier<T> action) {
    return timers.get(verb).record(action);
  }

  /** A client sent something that was refused. */
  void rejected(String reason) {
    registry.counter("hypha.node.rejected", "reason", reason).increment();
  }

  void subscriptions(int difference) {
    liveSubscriptions.addAndGet(difference);
  }

  AtomicInteger liveConnections() {
    return liveConnections;
  }

  void sampled(int databaseCount, int peerCount) {
    databases.set(databaseCount);
    peers.set(peerCount);
  }

  /** A database here and a peer came to hold the same. */
  void synced(SyncReport report) {
    String way = report.way().name().toLowerCase(java.util.Locale.ROOT);
    registry.counter("hypha.node.syncs", "way", way).increment();
    moved("commits", "sent", report.commitsSent());
    moved("commits", "received", report.commitsReceived());
    moved("bytes", "sent", report.bytesSent());
    moved("bytes", "received", report.bytesReceived());
  }

  private void moved(String what, String direction, long count) {
    registry.counter("hypha.node.sync." + what, "direction", direction).increment((double) count);
  }

  /** How often the engine rejected something from peers for this reason, in all databases. */
  void engineRejections(String reason, long count) {
    total("hypha.node.peer.rejected", "What peers sent and the engine dropped, by reason", reason)
        .set(count);
  }

  /** How many commits of peers were refused for good for this reason, in all databases. */
  void engineRefusals(String reason, long count) {
    total("hypha.node.peer.refused", "Commits of peers that are kept out for good", reason)
        .set(count);
  }

  private AtomicLong total(String name, String description, String reason) {
    return totals.computeIfAbsent(
        name + " " + reason,
        added -> {
          AtomicLong total = new AtomicLong();
          FunctionCounter.builder(name, total, AtomicLong::get)
              .description(description)
              .tag("reason", reason)
              .register(registry);
          return total;
        });
  }
}
