package dev.hyphadb.admin;

import dev.hyphadb.service.ServiceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: started, not stopping, first round done. Live: rounds still end. A service that is down
 * does not make the console unready, for showing that is what the console is for.
 */
@ApplicationScoped
class HealthChecks {
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck observed(ServiceState state, Poller poller) {
    return () ->
        HealthCheckResponse.named("services-observed")
            .status(
                state.phase() == ServiceState.Phase.RUNNING && poller.overview().takenAt() != null)
            .withData("phase", state.phase().name())
            .build();
  }

  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck rounds(Poller poller) {
    return () -> HealthCheckResponse.named("polling").status(poller.moving()).build();
  }
}
