package dev.hyphadb.node;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.node.NodeMetrics.Verb;
import dev.hyphadb.node.Views.IdView;
import dev.hyphadb.node.Views.NodeView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Single nodes of a database and their edges (SPEC.md section 2). */
@Path("/v1/databases/{db}/nodes")
@Produces({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
@Tag(name = "Nodes", description = "Ids are percent-encoded, / as %2F; up to 1,024 bytes of UTF-8")
@Blocking
public class NodesResource {
  private final Databases databases;
  private final Bodies bodies;
  private final NodeMetrics metrics;

  NodesResource(Databases databases, Bodies bodies, NodeMetrics metrics) {
    this.databases = databases;
    this.bodies = bodies;
    this.metrics = metrics;
  }

  @POST
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "postNode",
      summary = "Stores a node under the id that its content gives",
      description =
          "The same value always gets the same id: the SHA-256 of its canonical encoding.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples =
                  @ExampleObject(name = "a person", value = "{\"name\":\"Alice\",\"age\":31}")))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = IdView.class)))
  public Response post(@PathParam("db") String db, @Context HttpHeaders headers, InputStream body) {
    Fields value = bodies.read(body, headers);
    String id = put(db, new Operation.Put(null, value));
    return Response.created(URI.create("/v1/databases/" + db + "/nodes/" + id))
        .entity(new IdView(id))
        .build();
  }

  @PUT
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "putNode",
      summary = "Stores a node, replacing its value: fields left out are removed")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples =
                  @ExampleObject(name = "a person", value = "{\"name\":\"Alice\",\"age\":31}")))
  public IdView put(
      @PathParam("db") String db,
      @PathParam("id") @Encoded String id,
      @Context HttpHeaders headers,
      InputStream body) {
    String node = Paths.id(id, "id");
    Fields value = bodies.read(body, headers);
    return new IdView(put(db, new Operation.Put(node, value)));
  }

  private String put(String db, Operation.Put put) {
    ValueReading.requireDepth(put.value(), "");
    return metrics.time(Verb.PUT, () -> databases.openForWriting(db).submit(List.of(put)).get(0));
  }

  @GET
  @Path("{id}")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "getNode",
      summary = "Reads a node")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = NodeView.class)))
  @APIResponse(
      responseCode = "404",
      description = "There is no such node, or it was removed",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public NodeView get(@PathParam("db") String db, @PathParam("id") @Encoded String id) {
    String node = Paths.id(id, "id");
    return metrics
        .time(Verb.GET, () -> databases.openForReading(db).get(node))
        .map(NodeView::of)
        .orElseThrow(() ->
            new ProblemException(Status.NOT_FOUND, "no-such-node", "id", "There is no such node"));
  }

  @DELETE
  @Path("{id}")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "removeNode",
      summary = "Deletes a node and every edge from or to it; nothing happens when there is none")
  public void remove(@PathParam("db") String db, @PathParam("id") @Encoded String id) {
    submit(Verb.REMOVE, db, new Operation.Remove(Paths.id(id, "id")));
  }

  @DELETE
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "clear",
      summary = "Removes every node, here and, as ordinary removals, on the other peers")
  public void clear(@PathParam("db") String db) {
    metrics.time(
        Verb.CLEAR,
        () -> {
          databases.openForWriting(db).clear();
          return null;
        });
  }

  @PUT
  @Path("{id}/edges/{target}")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "link",
      summary = "Adds an edge between two nodes, which may also arrive later")
  public void link(
      @PathParam("db") String db,
      @PathParam("id") @Encoded String id,
      @PathParam("target") @Encoded String target) {
    submit(Verb.LINK, db, new Operation.Link(Paths.id(id, "id"), Paths.id(target, "target")));
  }

  @DELETE
  @Path("{id}/edges/{target}")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "unlink",
      summary = "Removes an edge; nothing happens when there is none")
  public void unlink(
      @PathParam("db") String db,
      @PathParam("id") @Encoded String id,
      @PathParam("target") @Encoded String target) {
    submit(Verb.LINK, db, new Operation.Unlink(Paths.id(id, "id"), Paths.id(target, "target")));
  }

  private void submit(Verb verb, String db, Operation operation) {
    metrics.time(verb, () -> databases.openForWriting(db).submit(List.of(operation)));
  }
}
