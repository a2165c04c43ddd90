package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.ValueException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into a problem document, and counts it. Any thread. */
@ApplicationScoped
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  private final ObjectMapper mapper;
  private final NodeMetrics metrics;

  Problems(ObjectMapper mapper, NodeMetrics metrics) {
    this.mapper = mapper;
    this.metrics = metrics;
  }

  /** The problem that a failure is; logs what is not the client's doing. */
  ProblemException describe(Throwable failure) {
    return switch (failure) {
      case ProblemException problem -> problem;
      case ValueException fault -> ProblemException.of(fault, "");
      case QueryException fault -> ProblemException.of(fault);
      case AccessException fault ->
          new ProblemException(Status.FORBIDDEN, fault.code(), fault.getMessage());
      case StoreException fault -> {
        LOG.error("Storage failed", fault);
        yield new ProblemException(
            Status.SERVICE_UNAVAILABLE,
            "storage-failed",
            "Nothing was done, because the storage failed; the log of the service says why");
      }
      case IllegalStateException fault when isClosed(fault) ->
          new ProblemException(Status.SERVICE_UNAVAILABLE, "closing", "The node is stopping");
      case NotFoundException fault ->
          new ProblemException(Status.NOT_FOUND, "not-found", "There is nothing at this path");
      case WebApplicationException fault -> describeStatus(fault.getResponse().getStatus());
      default -> {
        LOG.error("A request failed unexpectedly", failure);
        yield new ProblemException(
            Status.INTERNAL_SERVER_ERROR, "internal", "The request failed; the log says why");
      }
    };
  }

  private static boolean isClosed(IllegalStateException failure) {
    return failure.getMessage() != null && failure.getMessage().endsWith("closed");
  }

  private static ProblemException describeStatus(int code) {
    Status status = Status.fromStatusCode(code);
    return switch (status) {
      case NOT_ACCEPTABLE ->
          new ProblemException(
              status,
              "not-acceptable",
              "Answers are application/json or " + Bodies.MESSAGE_PACK + "; see Accept");
      case UNSUPPORTED_MEDIA_TYPE ->
          new ProblemException(
              status,
              "unsupported-media-type",
              "Bodies are application/json or "
                  + Bodies.MESSAGE_PACK
                  + "; say which in Content-Type");
      case REQUEST_ENTITY_TOO_LARGE ->
          new ProblemException(status, "body-too-large", "The body is larger than is allowed here");
      case null -> new ProblemException(Status.BAD_REQUEST, "bad-request", "Status " + code);
      default ->
          new ProblemException(
              status, code < 500 ? "bad-request" : "internal", status.getReasonPhrase());
    };
  }

  /** The document, counted. */
  String document(ProblemException problem) {
    metrics.rejected(problem.code());
    try {
      return mapper.writeValueAsString(Problem.of(problem));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem can always be written", e);
    }
  }

  @ServerExceptionMapper
  Response respond(Throwable failure) {
    return answer(describe(failure)).build();
  }

  /**
   * The framework's own failures. It does not always tell an unknown path from a method that a
   * known path lacks, nor name the methods that the path has.
   */
  @ServerExceptionMapper
  Response respond(WebApplicationException failure, ContainerRequestContext request) {
    List<String> methods = Routes.methods(request.getUriInfo().getRequestUri().getRawPath());
    boolean isWrongMethod =
        failure instanceof NotFoundException
            && !methods.isEmpty()
            && !methods.contains(request.getMethod());
    if (!isWrongMethod && !(failure instanceof NotAllowedException)) {
      return answer(describe(failure)).build();
    }
    ProblemException problem =
        new ProblemException(
            Status.METHOD_NOT_ALLOWED, "method-not-allowed", "This path does not have the method");
    return answer(problem).header(HttpHeaders.ALLOW, String.join(", ", methods)).build();
  }

  /** Without this one the framework would answer an unknown path itself. */
  @ServerExceptionMapper
  Response respond(NotFoundException failure, ContainerRequestContext request) {
    return respond((WebApplicationException) failure, request);
  }

  private Response.ResponseBuilder answer(ProblemException problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(document(problem));
  }
}
