package dev.hyphadb.admin;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The page's one source. Answers at once, from the last round. */
@Path("/v1/overview")
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
  private final Poller poller;

  OverviewResource(Poller poller) {
    this.poller = poller;
  }

  @GET
  @Operation(summary = "Services, databases and peers as of the last round of questions")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Overview.class)))
  public Response overview() {
    return Response.ok(poller.overview()).header("Cache-Control", "no-store").build();
  }
}
