package dev.hyphadb.node;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Leads from {@code /examples} to the example pages, which come with the browser module, and tells
 * them where this node meets others, so that they meet it too.
 */
@ApplicationScoped
class Examples {
  private static final String START = "/examples/index.html";

  private final String location;

  Examples(NodeConfig config) {
    List<String> parameters = new ArrayList<>();
    config.signalingUrl().ifPresent(url -> parameters.add(parameter("signaling", url)));
    config
        .relayUrls()
        .ifPresent(urls -> urls.forEach(url -> parameters.add(parameter("relay", url))));
    this.location = parameters.isEmpty() ? START : START + "?" + String.join("&", parameters);
  }

  private static String parameter(String name, URI value) {
    return name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }

  void register(@Observes Router router) {
    router.get("/examples").handler(this::redirect);
    router.get("/examples/").handler(this::redirect);
  }

  private void redirect(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.setStatusCode(302).putHeader("Location", location).end();
  }
}
