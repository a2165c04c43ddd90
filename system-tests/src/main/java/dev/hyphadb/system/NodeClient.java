package dev.hyphadb.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One database of one node, over its HTTP API. Any thread. */
public final class NodeClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WRITERS = 4;

  private final Service node;
  private final String database;

  /**
   * @param node may be restarted meanwhile: each request goes where it listens then
   */
  public NodeClient(Service node, String database) {
    this.node = node;
    this.database = database;
  }

  /** What a node says of its copy. */
  public record Status(
      String stateHash, long nodes, long peers, boolean isSynced, Map<String, Long> rejections) {
    public long rejected(String reason) {
      return rejections.getOrDefault(reason, 0L);
    }
  }

  /** Sends a request; any answer but success is an error. */
  public JsonNode request(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.uri("http").resolve("/v1/databases/" + database + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> response = Service.HTTP.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s at %s: %d %s"
              .formatted(method, path, node.name(), response.statusCode(), response.body()));
    }
    return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }

  public void put(String id, Map<String, ?> value) throws IOException, InterruptedException {
    request("PUT", "/nodes/" + id, json(value));
  }

  public void remove(String id) throws IOException, InterruptedException {
    request("DELETE", "/nodes/" + id, null);
  }

  /** The value of a node. */
  public JsonNode value(String id) throws IOException, InterruptedException {
    return request("GET", "/nodes/" + id, null).path("value");
  }

  /** Puts several nodes as one commit. */
  public void putTogether(Map<String, Map<String, ?>> values)
      throws IOException, InterruptedException {
    List<Object> operations = new ArrayList<>();
    values.forEach((id, value) -> operations.add(Map.of("type", "put", "id", id, "value", value)));
    request("POST", "/batch", json(Map.of("operations", operations)));
  }

  /** Nodes whose fields have these values, by id; all nodes when there are none. */
  public Map<String, JsonNode> query(Map<String, ?> fields)
      throws IOException, InterruptedException {
    Map<String, JsonNode> values = new HashMap<>();
    for (JsonNode found :
        request("POST", "/query", json(Map.of("query", fields))).path("results")) {
      values.put(found.path("id").asText(), found.path("value"));
    }
    return values;
  }

  public Status status() throws IOException, InterruptedException {
    JsonNode status = request("GET", "/status", null);
    Map<String, Long> rejections = new HashMap<>();
    status
        .path("rejections")
        .properties()
        .forEach(entry -> rejections.put(entry.getKey(), entry.getValue().asLong()));
    return new Status(
        status.path("stateHash").asText(),
        status.path("nodes").asLong(),
        status.path("peers").size(),
        status.path("synced").asBoolean(),
        rejections);
  }

  /**
   * Puts a node for each number, its id the prefix and the number, the number in {@code n}, each a
   * commit of its own, from several connections at once.
   *
   * @param acknowledged called with the number of each that was acknowledged, on any thread
   * @throws ExecutionException when a put failed; others may have succeeded
   */
  public void putNumbered(String prefix, int from, int to, IntConsumer acknowledged)
      throws InterruptedException, ExecutionException {
    List<Future<Void>> writers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        writers.add(pool.submit(writer(prefix, from + i, to, acknowledged)));
      }
      pool.shutdown();
      if (!pool.awaitTermination(120, TimeUnit.SECONDS)) {
        pool.shutdownNow();
        throw new AssertionError("writing " + prefix + from + " to " + to + " took over 120 s");
      }
    }
    for (Future<Void> writer : writers) {
      writer.get();
    }
  }

  private Callable<Void> writer(String prefix, int from, int to, IntConsumer acknowledged) {
    return () -> {
      for (int n = from; n < to; n += WRITERS) {
        put(prefix + n, Map.of("n", n, "name", "node " + n));
        acknowledged.accept(n);
      }
      return null;
    };
  }

  private static String json(Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value);
  }
}
