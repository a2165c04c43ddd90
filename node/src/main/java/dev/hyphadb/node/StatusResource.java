package dev.hyphadb.node;

import dev.hyphadb.node.Views.DatabaseView;
import dev.hyphadb.node.Views.DatabasesView;
import dev.hyphadb.node.Views.ServiceView;
import dev.hyphadb.service.ServiceState;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the console shows of this service. */
@Path("/v1")
@Produces({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
@Tag(name = "Service")
@Blocking
public class StatusResource {
  private final Databases databases;
  private final ServiceState state;

  StatusResource(Databases databases, ServiceState state) {
    this.databases = databases;
    this.state = state;
  }

  @GET
  @Path("status")
  @Operation(
      operationId = "serviceStatus",
      summary = "This service: its peer id, how many databases and peers")
  public ServiceView status() {
    int peers =
        (int)
            databases.all().stream()
                .flatMap(database -> database.hypha().room().peers().keySet().stream())
                .distinct()
                .count();
    return new ServiceView(
        databases.peerId().orElse(null),
        Databases.KIND,
        databases.all().size(),
        peers,
        state.uptimeSeconds());
  }

  @GET
  @Path("databases")
  @Operation(operationId = "databases", summary = "The status of every database that is open here")
  public DatabasesView databases() {
    return new DatabasesView(databases.all().stream().map(DatabaseView::of).toList());
  }
}
