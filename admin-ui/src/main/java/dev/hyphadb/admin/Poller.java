package dev.hyphadb.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hyphadb.service.ServiceState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks every service, round after round, on one thread of its own; anyone may read the last
 * overview.
 */
@ApplicationScoped
class Poller {
  private static final Logger LOG = Logger.getLogger(Poller.class);
  private static final int SERVICES_MAX = 64;

  private record Target(String kind, URI base) {
    String url() {
      return base.toString();
    }
  }

  private final AdminConfig config;
  private final ServiceState state;
  private final MeterRegistry registry;
  private final ServiceClient client;
  private final List<Target> targets = new ArrayList<>();
  private final Instant started = Instant.now();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("poller").daemon().factory());
  private volatile Overview overview;
  private volatile long roundNanos = System.nanoTime();

  Poller(AdminConfig config, ServiceState state, MeterRegistry registry) {
    this.config = config;
    this.state = state;
    this.registry = registry;
    this.client = new ServiceClient(config.requestTimeout(), config.responseBytesMax());
    targets.add(new Target("signaling", config.services().signaling()));
    targets.add(new Target("relay", config.services().relay()));
    config.services().nodes().stream()
        .limit(SERVICES_MAX)
        .forEach(node -> targets.add(new Target("node", node)));
    this.overview =
        new Overview(null, config.refreshInterval().toMillis(), List.of(), List.of(), List.of());
  }

  void start(@Observes StartupEvent event) {
    for (Overview.State each : Overview.State.values()) {
      Gauge.builder("hypha.admin.services", () -> count(each))
          .description("Watched services by state")
          .tag("state", each.name().toLowerCase(java.util.Locale.ROOT))
          .register(registry);
    }
    timer.scheduleWithFixedDelay(
        this::round, 0, config.refreshInterval().toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    timer.shutdownNow();
    client.close();
  }

  private long count(Overview.State wanted) {
    return overview.services().stream().filter(service -> service.state() == wanted).count();
  }

  private void round() {
    try {
      List<CompletableFuture<Observation>> answers = targets.stream().map(this::observe).toList();
      List<Observation> observations = new ArrayList<>();
      observations.add(self());
      answers.forEach(answer -> observations.add(answer.join()));
      overview = Census.of(Instant.now(), config.refreshInterval().toMillis(), observations);
    } catch (RuntimeException e) {
      // The timer would stop for good at the first exception.
      LOG.error("A round of questions to the services failed; the next one starts as usual.", e);
    } finally {
      roundNanos = System.nanoTime();
    }
  }

  private Observation self() {
    boolean running = state.phase() == ServiceState.Phase.RUNNING;
    return new Observation(
        new Overview.Service(
            "admin",
            "",
            running ? Overview.State.UP : Overview.State.DEGRADED,
            0,
            "",
            List.of(),
            Map.of(
                "uptimeSeconds", java.time.Duration.between(started, Instant.now()).toSeconds())),
        "",
        "",
        List.of());
  }

  private CompletableFuture<Observation> observe(Target target) {
    CompletableFuture<ServiceClient.Answer> health = client.get(target.base(), "/q/health");
    CompletableFuture<JsonNode> status = optional(target, "/v1/status");
    CompletableFuture<JsonNode> databases =
        target.kind().equals("node")
            ? optional(target, "/v1/databases")
            : CompletableFuture.completedFuture(MissingNode.getInstance());
    return health
        .thenCombine(
            status.thenCombine(databases, (s, d) -> new JsonNode[] {s, d}),
            (answer, rest) ->
                Observation.of(
                    target.kind(), target.url(), answer, rest[0], rest[1], config.entriesMax()))
        .exceptionally(failure ->
            Observation.down(target.kind(), target.url(), ServiceClient.explain(failure)));
  }

  private CompletableFuture<JsonNode> optional(Target target, String path) {
    return client
        .get(target.base(), path)
        .thenApply(answer -> answer.status() == 200 ? answer.body() : MissingNode.getInstance())
        .exceptionally(failure -> MissingNode.getInstance());
  }

  Overview overview() {
    return overview;
  }

  /** Whether rounds still end: the last one did within three intervals and timeouts. */
  boolean moving() {
    long allowedNanos = 3 * config.refreshInterval().plus(config.requestTimeout()).toNanos();
    return System.nanoTime() - roundNanos < allowedNanos;
  }
}
