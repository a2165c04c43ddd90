package dev.hyphadb.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other ends of the console's questions: two nodes that answer well, and services that lie,
 * hang, babble and are not there.
 */
public class StubServices implements QuarkusTestResourceLifecycleManager {
  private static final String UP =
      "{\"status\":\"UP\",\"checks\":[{\"name\":\"open\",\"status\":\"UP\"}]}";
  private static final String DOWN =
      "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"disk\",\"status\":\"DOWN\"}]}";

  private final List<HttpServer> opened = new ArrayList<>();
  private ServerSocket silent;
  private ExecutorService threads;

  @Override
  public Map<String, String> start() {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      threads = Executors.newCachedThreadPool();
      silent = new ServerSocket(0, 50, loopback);
      int absent;
      try (ServerSocket unused = new ServerSocket(0, 1, loopback)) {
        absent = unused.getLocalPort();
      }
      int good = node("a", "hash-1");
      int other = node("b", "hash-2");
      String nodes =
          String.join(
              ",",
              url(good),
              url(other),
              url(serve("/q/health", 200, "<html>not json")),
              url(serve("/q/health", 503, DOWN)),
              url(endless()),
              url(silent.getLocalPort()));
      return Map.of(
          "hypha.admin.services.signaling",
          url(serve("/q/health", 200, UP)),
          "hypha.admin.services.relay",
          url(absent),
          "hypha.admin.services.nodes",
          nodes,
          "hypha.admin.refresh-interval",
          "200ms",
          "hypha.admin.request-timeout",
          "1s",
          "hypha.admin.response-bytes-max",
          "65536");
    } catch (IOException e) {
      throw new IllegalStateException("The services of the test did not start.", e);
    }
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private HttpServer open() throws IOException {
    HttpServer next = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    next.setExecutor(threads);
    next.start();
    opened.add(next);
    return next;
  }

  private int serve(String path, int status, String body) throws IOException {
    HttpServer next = open();
    next.createContext(path, exchange -> answer(exchange, status, body));
    return next.getAddress().getPort();
  }

  private int node(String peer, String hash) throws IOException {
    HttpServer next = open();
    next.createContext("/q/health", exchange -> answer(exchange, 200, UP));
    next.createContext(
        "/v1/status",
        exchange ->
            answer(
                exchange,
                200,
                "{\"peer\":\""
                    + peer
                    + "\",\"kind\":\"superpeer\",\"databases\":1,\"peers\":2,\"uptimeSeconds\":5}"));
    next.createContext(
        "/v1/databases",
        exchange ->
            answer(
                exchange,
                200,
                "{\"databases\":[{\"name\":\"myapp\",\"nodes\":3,\"liveCommits\":4,\"stateHash\":\""
                    + hash
                    + "\",\"peers\":[{\"id\":\"browser\",\"kind\":\"<img"
                    + " src=x>\"}],\"synced\":true},{\"name\":7},17]}"));
    return next.getAddress().getPort();
  }

  /** A body that never ends. */
  private int endless() throws IOException {
    HttpServer next = open();
    next.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            byte[] chunk = new byte[8_192];
            while (true) {
              body.write(chunk);
            }
          } catch (IOException cutOff) {
            exchange.close();
          }
        });
    return next.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void stop() {
    opened.forEach(next -> next.stop(0));
    threads.shutdownNow();
    try {
      silent.close();
    } catch (IOException e) {
      throw new IllegalStateException("The silent socket did not close.", e);
    }
  }
}
