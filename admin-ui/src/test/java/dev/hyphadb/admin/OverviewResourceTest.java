package dev.hyphadb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StubServices.class)
class OverviewResourceTest {
  @TestHTTPResource("/")
  URI base;

  private JsonNode overview;

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @BeforeEach
  void waitForTheFirstRound() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    do {
      assertTrue(System.nanoTime() < deadline, "no round ended within 15 s");
      LockSupport.parkNanos(20_000_000);
      overview = new ObjectMapper().readTree(get("/v1/overview").body());
    } while (overview.path("takenAt").isNull());
  }

  private void expect(int service, String kind, String state, String detail) {
    JsonNode found = overview.path("services").path(service);
    assertEquals(kind, found.path("kind").asText());
    assertEquals(state, found.path("state").asText(), found.toString());
    assertTrue(found.path("detail").asText().contains(detail), found.toString());
  }

  @Test
  void tellsEachServicesStateWhateverTheOthersDo() {
    assertEquals(9, overview.path("services").size());
    expect(0, "admin", "UP", "");
    expect(1, "signaling", "UP", "");
    expect(2, "relay", "DOWN", "Nothing listens");
    expect(3, "node", "UP", "");
    expect(4, "node", "UP", "");
    expect(5, "node", "DOWN", "not as a HyphaDB service");
    expect(6, "node", "DEGRADED", "Not ready: disk");
    expect(7, "node", "DOWN", "too large");
    expect(8, "node", "DOWN", "in time");
  }

  @Test
  void joinsReplicasAndPeersOfAllNodes() {
    assertEquals(1, overview.path("databases").size(), "an entry without a name is left out");
    JsonNode database = overview.path("databases").path(0);
    assertEquals("myapp", database.path("name").asText());
    assertEquals(2, database.path("replicas").size());
    assertFalse(database.path("converged").asBoolean(), "the two state hashes differ");
    assertEquals(3, overview.path("peers").size(), "two nodes and the browser both see");
    JsonNode browser = overview.path("peers").path(2);
    assertEquals("browser", browser.path("id").asText());
    assertEquals(2, browser.path("seenBy").size());
  }

  @Test
  void keepsAskingAndStaysHealthyBesideHostileServices() throws Exception {
    String first = overview.path("takenAt").asText();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (new ObjectMapper()
        .readTree(get("/v1/overview").body())
        .path("takenAt")
        .asText()
        .equals(first)) {
      assertTrue(System.nanoTime() < deadline, "no second round within 15 s");
      LockSupport.parkNanos(20_000_000);
    }
    assertEquals(200, get("/q/health").statusCode());
    assertTrue(get("/q/metrics").body().contains("hypha_admin_services{state=\"down\"} 4.0"));
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = get("/");
    String policy = page.headers().firstValue("content-security-policy").orElseThrow();
    assertTrue(policy.contains("script-src 'self';") && !policy.contains("unsafe"), policy);
    assertEquals("no-cache", page.headers().firstValue("cache-control").orElseThrow());
    assertFalse(page.body().matches("(?s).*(src|href)=\"https?://.*"), "nothing from elsewhere");
    int at = page.body().indexOf("/static/bundle/");
    String script = page.body().substring(at, page.body().indexOf('"', at));
    assertEquals(200, get(script).statusCode(), script);
  }
}
