package dev.hyphadb.node;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Answer;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.node.NodeMetrics.Verb;
import dev.hyphadb.node.Views.DatabaseView;
import dev.hyphadb.node.Views.ExplanationView;
import dev.hyphadb.node.Views.GroupsView;
import dev.hyphadb.node.Views.IdsView;
import dev.hyphadb.node.Views.ResultsView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A database as a whole: queries, batches, status. */
@Path("/v1/databases/{db}")
@Produces({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
@Tag(
    name = "Databases",
    description = "A database is opened, and created where it does not exist, by using it")
@Blocking
public class DatabaseResource {
  private static final String DEFAULT_SYNCED_MILLIS = "5000";

  private final Databases databases;
  private final Bodies bodies;
  private final NodeConfig config;
  private final NodeMetrics metrics;

  DatabaseResource(Databases databases, Bodies bodies, NodeConfig config, NodeMetrics metrics) {
    this.databases = databases;
    this.bodies = bodies;
    this.config = config;
    this.metrics = metrics;
  }

  @POST
  @Path("query")
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "query",
      summary = "Queries the database",
      description =
          "The body has the options of map: query or prompt, field, order, $limit, $after, $before,"
              + " strictMode, explain; docs/queries.md has the operators. For results that stay"
              + " current, connect a WebSocket to `live` and send the same options.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples =
                  @ExampleObject(
                      name = "ten users by name",
                      value =
                          "{\"query\":{\"type\":\"User\"},\"field\":\"name\",\"order\":\"asc\",\"$limit\":10}")))
  public ResultsView query(
      @PathParam("db") String db, @Context HttpHeaders headers, InputStream body) {
    Fields options = bodies.read(body, headers);
    Query query = Prompts.parse(options);
    Answer answer = metrics.time(Verb.QUERY, () -> databases.openForReading(db).answer(query));
    return ResultsView.of(
        answer.nodes(),
        query.isExplained() ? ExplanationView.of(answer.explanation()) : null,
        options.has("prompt") ? query.options() : null);
  }

  @POST
  @Path("aggregate")
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "aggregate",
      summary = "Counts, sums, averages and extremes of nodes, in groups",
      description =
          "The body has the options of aggregate: query or prompt, groupBy, values, field, order,"
              + " $limit, strictMode; docs/queries.md has the functions.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples =
                  @ExampleObject(
                      name = "the five cities with the most sales",
                      value =
                          "{\"query\":{\"type\":\"Order\"},\"groupBy\":\"city\",\"values\":{\"total\":{\"$sum\":\"price\"}},"
                              + "\"field\":\"total\",\"order\":\"desc\",\"$limit\":5}")))
  public GroupsView aggregate(
      @PathParam("db") String db, @Context HttpHeaders headers, InputStream body) {
    Aggregate aggregate = Prompts.parseAggregate(bodies.read(body, headers));
    return new GroupsView(
        metrics.time(Verb.QUERY, () -> databases.openForReading(db).aggregate(aggregate)));
  }

  @POST
  @Path("batch")
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "batch",
      summary = "Does several operations as one atomic commit: on every peer all or nothing")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples =
                  @ExampleObject(
                      name = "two nodes and an edge",
                      value =
                          "{\"operations\":[{\"type\":\"put\",\"id\":\"alice\",\"value\":{\"name\":\"Alice\"}},"
                              + "{\"type\":\"put\",\"id\":\"bob\",\"value\":{\"name\":\"Bob\"}},"
                              + "{\"type\":\"link\",\"id\":\"alice\",\"edge\":\"bob\"}]}")))
  public IdsView batch(@PathParam("db") String db, @Context HttpHeaders headers, InputStream body) {
    Fields batch = bodies.readBatch(body, headers);
    List<Operation> operations = Operations.read(batch, config.batchOperationsMax());
    return new IdsView(
        metrics.time(Verb.BATCH, () -> databases.openForWriting(db).submit(operations)));
  }

  @GET
  @Path("status")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "databaseStatus",
      summary =
          "Nodes, live commits, state hash, connected peers, and whether it is in sync with them")
  public DatabaseView status(@PathParam("db") String db) {
    return DatabaseView.of(databases.openForReading(db));
  }

  @POST
  @Path("synced")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "synced",
      summary = "Waits until this node holds everything that its connected peers hold",
      description = "204 then; 504 when it takes longer. At once when no peer is connected.")
  public CompletionStage<Response> synced(
      @PathParam("db") String db,
      @QueryParam("timeoutMillis")
          @Schema(type = SchemaType.INTEGER, defaultValue = DEFAULT_SYNCED_MILLIS)
          String timeoutMillis) {
    Duration timeout = timeout(timeoutMillis == null ? DEFAULT_SYNCED_MILLIS : timeoutMillis);
    return databases
        .openForReading(db)
        .hypha()
        .synced(timeout)
        .handle((done, failure) -> {
          if (failure != null) {
            throw new ProblemException(
                Status.GATEWAY_TIMEOUT,
                "not-synced",
                "Not in sync with every connected peer within " + timeout.toMillis() + " ms");
          }
          return Response.noContent().build();
        });
  }

  private Duration timeout(String millis) {
    try {
      Duration timeout = Duration.ofMillis(Long.parseLong(millis));
      if (!timeout.isNegative()
          && !timeout.isZero()
          && timeout.compareTo(config.syncedWaitMax()) <= 0) {
        return timeout;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    throw ProblemException.badRequest(
        "bad-parameter",
        "timeoutMillis",
        "timeoutMillis is a number from 1 to " + config.syncedWaitMax().toMillis());
  }
}
