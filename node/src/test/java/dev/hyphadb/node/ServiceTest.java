package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceTest {
  @TestHTTPResource URI service;
  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(service);
  }

  @Test
  void statusAndDatabases() throws Exception {
    client.put("/v1/databases/service/nodes/a", "{}").expect(200);
    JsonNode status = client.get("/v1/status").expect(200).json();
    assertTrue(status.path("peer").isNull(), "without network there is no peer id");
    assertEquals("superpeer", status.path("kind").asText());
    assertTrue(status.path("databases").asInt() >= 1);
    assertEquals(0, status.path("peers").asInt());
    assertTrue(status.path("uptimeSeconds").asLong() >= 0);
    boolean isListed = false;
    for (JsonNode database : client.get("/v1/databases").expect(200).json().path("databases")) {
      isListed |=
          database.path("name").asText().equals("service") && database.path("nodes").asLong() == 1;
    }
    assertTrue(isListed);
  }

  @Test
  void health() throws Exception {
    assertEquals("UP", client.get("/q/health/ready").expect(200).json().path("status").asText());
    assertEquals("UP", client.get("/q/health/live").expect(200).json().path("status").asText());
  }

  @Test
  void metricsCountRefusals() throws Exception {
    client.put("/v1/databases/service/nodes/a", "[]").expect(400);
    String metrics =
        new String(client.get("/q/metrics").expect(200).body(), StandardCharsets.UTF_8);
    assertTrue(metrics.contains("hypha_node_rejected_total{reason=\"not-an-object\"}"), metrics);
    assertTrue(metrics.contains("hypha_node_operations_seconds_count{verb=\"put\"}"), metrics);
    assertTrue(metrics.contains("hypha_node_databases"), metrics);
  }

  @Test
  void examplesAndTheModuleTheyImport() throws Exception {
    for (String start : new String[] {"/examples", "/examples/"}) {
      client.get(start).expect(302);
    }
    for (String file : new String[] {"index.html", "todo.html", "hypha.js", "land.json"}) {
      assertTrue(client.get("/examples/" + file).expect(200).body().length > 0, file);
    }
  }

  @Test
  void openApi() throws Exception {
    JsonNode api = client.get("/q/openapi?format=json").expect(200).json();
    for (String path :
        new String[] {
          "/v1/status",
          "/v1/databases",
          "/v1/databases/{db}/status",
          "/v1/databases/{db}/query",
          "/v1/databases/{db}/batch",
          "/v1/databases/{db}/synced",
          "/v1/databases/{db}/nodes",
          "/v1/databases/{db}/nodes/{id}",
          "/v1/databases/{db}/nodes/{id}/edges/{target}"
        }) {
      assertTrue(api.path("paths").has(path), path);
    }
  }
}
