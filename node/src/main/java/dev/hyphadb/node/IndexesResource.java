package dev.hyphadb.node;

import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexDefinition.Kind;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.node.Views.IndexesView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The indexes of this node's copy of a database (docs/queries.md). */
@Path("/v1/databases/{db}/indexes")
@Produces({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
@Tag(
    name = "Indexes",
    description = "Make queries fast and never change an answer; each peer has its own")
@Blocking
public class IndexesResource {
  private final Databases databases;
  private final Bodies bodies;

  IndexesResource(Databases databases, Bodies bodies) {
    this.databases = databases;
    this.bodies = bodies;
  }

  @GET
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "indexes",
      summary = "The indexes there are, and how far each is built")
  public IndexesView list(@PathParam("db") String db) {
    return IndexesView.of(databases.openForReading(db).indexes());
  }

  @POST
  @Consumes({MediaType.APPLICATION_JSON, Bodies.MESSAGE_PACK})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "createIndex",
      summary = "Makes an index, which is then built in the background; one that is there stays",
      description =
          "An ordered index has `fields`, the first decides first. `kind` is `words` for the index"
              + " behind $text, or `places` for that behind $near and $bbox.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT),
              examples = {
                @ExampleObject(name = "ordered", value = "{\"fields\":[\"active\",\"score\"]}"),
                @ExampleObject(name = "full text", value = "{\"kind\":\"words\"}")
              }))
  public Response create(
      @PathParam("db") String db, @Context HttpHeaders headers, InputStream body) {
    Fields asked = bodies.read(body, headers);
    for (String name : asked.names()) {
      if (!name.equals("kind") && !name.equals("fields")) {
        throw ProblemException.badRequest("bad-index", name, "An index has `kind` and `fields`");
      }
    }
    IndexDefinition definition = definition(kind(asked.get("kind")), fields(asked.get("fields")));
    databases.openForWriting(db).createIndex(definition);
    return Response.status(Status.ACCEPTED).build();
  }

  @DELETE
  @org.eclipse.microprofile.openapi.annotations.Operation(
      operationId = "dropIndex",
      summary = "Removes an index: ?field=active&field=score, ?kind=words or ?kind=places")
  public void drop(
      @PathParam("db") String db,
      @QueryParam("kind") String kind,
      @QueryParam("field") List<String> fields) {
    IndexDefinition definition =
        definition(kind(kind == null ? null : Value.of(kind)), fields == null ? List.of() : fields);
    if (!databases.openForWriting(db).dropIndex(definition)) {
      throw new ProblemException(
          Status.NOT_FOUND, "no-such-index", "", "There is no index (" + definition.name() + ")");
    }
  }

  private static IndexDefinition definition(Kind kind, List<String> fields) {
    try {
      return new IndexDefinition(kind, fields);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("bad-index", "fields", e.getMessage());
    }
  }

  private static Kind kind(Value value) {
    if (value == null) {
      return Kind.ORDERED;
    }
    for (Kind kind : Kind.values()) {
      if (value instanceof Value.Text text
          && text.value().equals(kind.name().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw ProblemException.badRequest("bad-index", "kind", "kind is ordered, words or places");
  }

  private static List<String> fields(Value value) {
    List<String> fields = new ArrayList<>();
    List<Value> items =
        switch (value) {
          case null -> List.of();
          case Value.Items list -> list.values();
          default -> List.of(value);
        };
    for (Value item : items) {
      if (!(item instanceof Value.Text text)) {
        throw ProblemException.badRequest("bad-index", "fields", "fields is a list of names");
      }
      fields.add(text.value());
    }
    return fields;
  }
}
