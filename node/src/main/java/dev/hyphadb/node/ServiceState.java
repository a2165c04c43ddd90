package dev.hyphadb.node;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whether the service has started and is not stopping. Any thread. */
@ApplicationScoped
class ServiceState {
  enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  private final long startedNanos = System.nanoTime();
  private volatile Phase phase = Phase.STARTING;

  void onStart(@Observes StartupEvent event) {
    phase = Phase.RUNNING;
  }

  void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent event) {
    phase = Phase.STOPPING;
  }

  void onStop(@Observes ShutdownEvent event) {
    phase = Phase.STOPPING;
  }

  Phase phase() {
    return phase;
  }

  long uptimeSeconds() {
    return (System.nanoTime() - startedNanos) / 1_000_000_000L;
  }
}
