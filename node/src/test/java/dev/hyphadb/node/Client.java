package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The API as a test uses it: plain HTTP on 127.0.0.1. */
final class Client {
  static final ObjectMapper JSON = new ObjectMapper();
  static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String base;

  Client(URI service) {
    String text = service.toString();
    base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  record Answer(int status, String type, byte[] body, HttpResponse<byte[]> response) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(
            "not JSON: " + new String(body, java.nio.charset.StandardCharsets.UTF_8), e);
      }
    }

    Answer expect(int expected) {
      assertEquals(
          expected, status, () -> new String(body, java.nio.charset.StandardCharsets.UTF_8));
      return this;
    }

    /** A problem document with this status, code and path. */
    void expectProblem(int expected, String code, String path) {
      expect(expected);
      assertTrue(type.startsWith("application/problem+json"), type);
      JsonNode problem = json();
      assertEquals(code, problem.path("code").asText(), problem::toString);
      assertEquals(path, problem.path("path").asText(), problem::toString);
      assertEquals(expected, problem.path("status").asInt());
      assertEquals("urn:hyphadb:problem:" + code, problem.path("type").asText());
      assertTrue(problem.path("title").asText().length() > 2);
      assertTrue(problem.path("detail").asText().length() > 5);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("content-type").orElse(""),
        response.body(),
        response);
  }

  Answer send(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, body);
    if (type != null) {
      request.header("Content-Type", type);
    }
    return send(request.build());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  Answer put(String path, String json) throws IOException, InterruptedException {
    return send("PUT", path, "application/json", BodyPublishers.ofString(json));
  }

  Answer put(String path) throws IOException, InterruptedException {
    return send("PUT", path, null, BodyPublishers.noBody());
  }

  Answer post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, null, BodyPublishers.noBody());
  }

  String stateHash(String db) throws IOException, InterruptedException {
    return get("/v1/databases/" + db + "/status").expect(200).json().path("stateHash").asText();
  }

  String base() {
    return base;
  }
}
