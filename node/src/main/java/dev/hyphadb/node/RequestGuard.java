package dev.hyphadb.node;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps web pages away that a person of this machine happens to have open: a page of another origin
 * may not use the API ({@code Origin}, {@code Sec-Fetch-Site}; it could otherwise open sockets and
 * send simple requests), and neither may one whose host name was pointed at this machine (DNS
 * rebinding; {@code Host}). Source: WHATWG Fetch, W3C Fetch Metadata.
 *
 * <p>Runs before everything else, on event loops.
 */
@ApplicationScoped
class RequestGuard {
  private static final int BEFORE_CORS = 400;
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final List<String> allowedHosts;
  private final List<String> allowedOrigins;
  private final int bodyBytesMax;
  private final Problems problems;

  RequestGuard(NodeConfig config, Problems problems) {
    this.allowedHosts =
        config.allowedHosts().orElse(List.of()).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    this.allowedOrigins = config.allowedOrigins().orElse(List.of());
    this.bodyBytesMax = Math.max(config.bodyBytesMax(), config.batchBytesMax());
    this.problems = problems;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_CORS);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    HostAndPort authority = request.authority();
    if (authority == null || !isAllowedHost(authority.host())) {
      refuse(
          context,
          new ProblemException(
              Status.FORBIDDEN,
              "host-not-allowed",
              "Requests are addressed to localhost, an IP address, or a name in"
                  + " hypha.node.allowed-hosts"));
    } else if (isForeign(request, authority)) {
      refuse(
          context,
          new ProblemException(
              Status.FORBIDDEN,
              "origin-not-allowed",
              "Web pages of other origins may use the API only when hypha.node.allowed-origins has"
                  + " them"));
    } else if (announcedBytes(request) > bodyBytesMax) {
      refuse(
          context,
          new ProblemException(
              Status.REQUEST_ENTITY_TOO_LARGE,
              "body-too-large",
              "The body has more than the " + bodyBytesMax + " bytes that are allowed anywhere"));
    } else {
      context.next();
    }
  }

  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** An address cannot be rebound; names can, so only known ones are. */
  private boolean isAllowedHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return IPV4.matcher(name).matches()
        || name.indexOf(':') >= 0
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || allowedHosts.contains(name)
        || allowedHosts.contains("*");
  }

  private boolean isForeign(HttpServerRequest request, HostAndPort authority) {
    String origin = request.getHeader("Origin");
    if (origin != null) {
      String self = request.scheme() + "://" + authority;
      return !origin.equalsIgnoreCase(self) && !allowedOrigins.contains(origin);
    }
    String site = request.getHeader("Sec-Fetch-Site");
    boolean isFromOtherSite = site != null && !site.equals("same-origin") && !site.equals("none");
    return isFromOtherSite && request.path().startsWith("/v1/");
  }

  private void refuse(RoutingContext context, ProblemException problem) {
    HttpServerResponse response = context.response();
    response
        .setStatusCode(problem.status().getStatusCode())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problems.document(problem));
  }
}
