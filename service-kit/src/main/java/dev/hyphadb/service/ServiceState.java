package dev.hyphadb.service;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whether the service has started and is not stopping. Any thread. */
@ApplicationScoped
public class ServiceState {
  /** Where the service is in its life. */
  public enum Phase {
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

  public Phase phase() {
    return phase;
  }

  public long uptimeSeconds() {
    return (System.nanoTime() - startedNanos) / 1_000_000_000L;
  }
}
