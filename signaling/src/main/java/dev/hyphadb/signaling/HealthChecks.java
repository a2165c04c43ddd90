package dev.hyphadb.signaling;

import dev.hyphadb.service.ServiceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: started, not stopping, and with room for another connection. Live: the rooms still answer,
 * so that a stuck delivery gets the process restarted.
 */
@ApplicationScoped
class HealthChecks {
  private static final long RESPONSE_TIMEOUT_MILLIS = 2_000;

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck accepting(ServiceState state, Coordinator coordinator) {
    return () ->
        HealthCheckResponse.named("accepting-connections")
            .status(state.phase() == ServiceState.Phase.RUNNING && !coordinator.full())
            .withData("phase", state.phase().name())
            .withData("connections", coordinator.connectionCount())
            .build();
  }

  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck rooms(Coordinator coordinator) {
    return () ->
        HealthCheckResponse.named("rooms-responsive")
            .status(coordinator.rooms().responsive(RESPONSE_TIMEOUT_MILLIS))
            .build();
  }
}
