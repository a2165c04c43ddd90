package dev.hyphadb.relay;

import dev.hyphadb.service.ServiceState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a plain GET gets: NIP-11, the list of relays, and counts for the console. */
@Path("/")
public class RelayResource {
  private static final String NIP_11 = "application/nostr+json";

  private final RelayConfig config;
  private final Gateway gateway;
  private final ServiceState state;
  private final String boundUrl;

  RelayResource(
      RelayConfig config,
      Gateway gateway,
      ServiceState state,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.config = config;
    this.gateway = gateway;
    this.state = state;
    this.boundUrl = "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Limits as NIP-11 names them. */
  private Map<String, Object> limitation() {
    return Map.of(
        "max_message_length", config.messageBytesMax(),
        "max_subscriptions", config.subscriptionsPerConnectionMax(),
        "max_filters", config.filtersPerRequestMax(),
        "max_event_tags", config.tagsPerEventMax(),
        "max_subid_length", 64,
        "auth_required", false,
        "payment_required", false,
        "created_at_lower_limit", config.createdAtTolerance().toSeconds(),
        "created_at_upper_limit", config.createdAtTolerance().toSeconds());
  }

  @GET
  @Produces(NIP_11)
  @Operation(summary = "Relay information document (NIP-11)")
  public Response information() {
    Map<String, Object> document =
        Map.of(
            "name", config.name(),
            "description", "A relay for ephemeral events: peers of a private network meet here.",
            "supported_nips", List.of(1, 11),
            "software", "hypha-relay-gateway",
            "version", "0.1.0",
            "limitation", limitation(),
            "retention", List.of(Map.of("kinds", List.of(List.of(20_000, 29_999)), "time", 0)));
    return open(Response.ok(document, NIP_11)).build();
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(hidden = true)
  public Response greeting() {
    return Response.ok("This is a Nostr relay for ephemeral events; connect with a WebSocket.\n")
        .build();
  }

  @OPTIONS
  @Operation(hidden = true)
  public Response preflight() {
    return open(Response.noContent()).build();
  }

  /** NIP-11 demands that pages of any origin can read the document. */
  private static Response.ResponseBuilder open(Response.ResponseBuilder response) {
    return response
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Headers", "accept, content-type")
        .header("Access-Control-Allow-Methods", "GET, OPTIONS");
  }

  /** A relay peers may use; {@code state} is {@code ready}, for only healthy ones are listed. */
  public record HealthyRelay(String url, String state, boolean self) {}

  @GET
  @Path("relays")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The healthy relays; empty while this one is not ready")
  public Response relays() {
    boolean ready = state.phase() == ServiceState.Phase.RUNNING && gateway.verifierSound();
    List<HealthyRelay> relays =
        ready
            ? List.of(new HealthyRelay(config.publicUrl().orElse(boundUrl), "ready", true))
            : List.of();
    return open(Response.ok(relays)).build();
  }

  /** Counts since the start of this instance. */
  public record Status(
      int connections,
      int subscriptions,
      long events,
      long deliveries,
      long rejected,
      String verifier,
      long uptimeSeconds) {}

  @GET
  @Path("v1/status")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Connections, subscriptions and events of this instance")
  public Status status() {
    return new Status(
        gateway.connectionCount(),
        gateway.subscriptionCount(),
        gateway.metrics().acceptedCount(),
        gateway.metrics().deliveryCount(),
        gateway.metrics().refusedCount(),
        gateway.verifierName(),
        state.uptimeSeconds());
  }
}
