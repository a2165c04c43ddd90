package dev.hyphadb.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What went wrong (RFC 9457).
 *
 * @param type {@code urn:hyphadb:problem:} and the code
 * @param title the HTTP status in words
 * @param detail a sentence for people; may change
 * @param code stable name of the fault, in kebab-case
 * @param path where in the request it lies: dotted field names and list positions; left out for the
 *     whole
 */
@Schema(
    description =
        "What went wrong, as RFC 9457 problem details; `code` is stable, `path` says where")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String detail, String code, String path) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(ProblemException failure) {
    return new Problem(
        "urn:hyphadb:problem:" + failure.code(),
        failure.status().getReasonPhrase(),
        failure.status().getStatusCode(),
        failure.getMessage(),
        failure.code(),
        failure.path());
  }
}
