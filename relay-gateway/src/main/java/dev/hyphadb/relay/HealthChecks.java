package dev.hyphadb.relay;

import dev.hyphadb.service.ServiceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: started, not stopping, room for another connection and event, and the verifier passed its
 * self-test. Live: the verification lanes finish work when they have some.
 */
@ApplicationScoped
class HealthChecks {
  private static final long STUCK_NANOS = 30_000_000_000L;

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck accepting(ServiceState state, Gateway gateway) {
    return () ->
        HealthCheckResponse.named("accepting-events")
            .status(
                state.phase() == ServiceState.Phase.RUNNING
                    && gateway.hasRoom()
                    && gateway.verifierSound())
            .withData("phase", state.phase().name())
            .withData("connections", gateway.connectionCount())
            .withData("verifier", gateway.verifierName())
            .build();
  }

  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck verification(Gateway gateway) {
    Progress progress = new Progress(gateway.lanes());
    return () ->
        HealthCheckResponse.named("verification-progress")
            .status(progress.moving(System.nanoTime()))
            .build();
  }

  /** Remembers when the lanes were last seen to finish something or to have nothing to do. */
  private static final class Progress {
    private final VerificationLanes lanes;
    private long completed;
    private long movedNanos = System.nanoTime();

    Progress(VerificationLanes lanes) {
      this.lanes = lanes;
    }

    synchronized boolean moving(long nowNanos) {
      long now = lanes.completed();
      if (now != completed || lanes.queued() == 0) {
        completed = now;
        movedNanos = nowNanos;
      }
      return nowNanos - movedNanos < STUCK_NANOS;
    }
  }
}
