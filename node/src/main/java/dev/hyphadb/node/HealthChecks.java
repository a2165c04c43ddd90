package dev.hyphadb.node;

import dev.hyphadb.service.ServiceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: started, not stopping, and the storage of every database works. Live: the databases still
 * answer, so that one that hangs gets the process restarted; a failed disk does not, since a
 * restart does not mend it.
 */
@ApplicationScoped
class HealthChecks {
  private static final long RESPONSE_TIMEOUT_MILLIS = 2_000;

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck storage(ServiceState state, Databases databases) {
    return () -> {
      Map<String, String> failures = databases.failures();
      return HealthCheckResponse.named("databases-usable")
          .status(
              state.phase() == ServiceState.Phase.RUNNING
                  && !databases.isClosing()
                  && failures.isEmpty())
          .withData("phase", state.phase().name())
          .withData("databases", databases.all().size())
          .withData("failed", String.join(" ", failures.keySet()))
          .build();
    };
  }

  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck responsive(Databases databases) {
    return () ->
        HealthCheckResponse.named("databases-responsive").status(isResponsive(databases)).build();
  }

  private static boolean isResponsive(Databases databases) {
    CompletableFuture<Void> answers = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("hypha-liveness")
        .start(() -> {
          try {
            databases.all().forEach(ServedDatabase::status);
            answers.complete(null);
          } catch (RuntimeException e) {
            answers.completeExceptionally(e);
          }
        });
    try {
      answers.get(RESPONSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // It answered.
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
