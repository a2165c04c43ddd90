package dev.hyphadb.node;

import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.ValueException;
import jakarta.ws.rs.core.Response.Status;
import java.io.Serial;

/** A request that is answered with a {@link Problem}. */
final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Status status;
  private final String code;
  private final String path;

  ProblemException(Status status, String code, String path, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.path = path;
  }

  ProblemException(Status status, String code, String detail) {
    this(status, code, "", detail);
  }

  /** Something in the body or path of the request, 400. */
  static ProblemException badRequest(String code, String path, String detail) {
    return new ProblemException(Status.BAD_REQUEST, code, path, detail);
  }

  static ProblemException of(ValueException fault, String outerPath) {
    Status status =
        fault.code().equals("commit-too-large")
            ? Status.REQUEST_ENTITY_TOO_LARGE
            : Status.BAD_REQUEST;
    return new ProblemException(
        status, fault.code(), Paths.join(outerPath, fault.path()), fault.getMessage());
  }

  static ProblemException of(QueryException fault) {
    return badRequest(fault.code(), fault.path(), fault.getMessage());
  }

  Status status() {
    return status;
  }

  String code() {
    return code;
  }

  String path() {
    return path;
  }
}
