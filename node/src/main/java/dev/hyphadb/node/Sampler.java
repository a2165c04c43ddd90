package dev.hyphadb.node;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.sync.PeerId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads from the engine what the gauges show, so that a scrape of the metrics never waits for a
 * database.
 */
@ApplicationScoped
class Sampler {
  private static final Logger LOG = Logger.getLogger(Sampler.class);
  private static final long INTERVAL_MILLIS = 5_000;

  private final Databases databases;
  private final NodeMetrics metrics;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("hypha-metrics").daemon().factory());

  Sampler(Databases databases, NodeMetrics metrics) {
    this.databases = databases;
    this.metrics = metrics;
  }

  void onStart(@Observes @Priority(2) StartupEvent event) {
    var unused =
        timer.scheduleWithFixedDelay(this::sample, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  void onStop(@Observes @Priority(1) ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void sample() {
    try {
      Map<String, Long> rejections = new TreeMap<>(databases.networkRejections());
      Map<String, Long> refusals = new TreeMap<>();
      Set<PeerId> peers = new HashSet<>();
      for (ServedDatabase database : databases.all()) {
        Replica.Status status = database.status();
        status.rejections().forEach((reason, count) -> rejections.merge(reason, count, Long::sum));
        status.refusals().forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
        peers.addAll(database.hypha().room().peers().keySet());
      }
      rejections.forEach(metrics::engineRejections);
      refusals.forEach(metrics::engineRefusals);
      metrics.sampled(databases.all().size(), peers.size());
    } catch (RuntimeException e) {
      LOG.debug("The metrics keep their last values", e);
    }
  }
}
