package dev.hyphadb.signaling;

import dev.hyphadb.service.ServiceState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the console shows of this service. Counts only: no peer id leaves here. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private final Coordinator coordinator;
  private final ServiceState state;

  StatusResource(Coordinator coordinator, ServiceState state) {
    this.coordinator = coordinator;
    this.state = state;
  }

  /**
   * Counts since the start of this instance; {@code peers} are the connections that have said
   * hello.
   */
  public record Status(
      int connections, int peers, int topics, long messages, long rejected, long uptimeSeconds) {}

  @GET
  @Operation(summary = "Connections, topics and messages of this instance")
  public Status status() {
    return new Status(
        coordinator.connectionCount(),
        coordinator.rooms().peerCount(),
        coordinator.rooms().topicCount(),
        coordinator.metrics().acceptedCount(),
        coordinator.metrics().rejectedCount(),
        state.uptimeSeconds());
  }
}
