package dev.hyphadb.node;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabasesBoundTest.FewDatabases.class)
class DatabasesBoundTest {
  @TestHTTPResource URI service;

  public static final class FewDatabases implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("hypha.node.databases-max", "3");
    }
  }

  @Test
  void noMoreAreOpenedThanAllowed() throws Exception {
    Client client = new Client(service);
    for (int i = 0; i < 3; i++) {
      client.put("/v1/databases/bounded-" + i + "/nodes/a", "{}").expect(200);
    }
    client.get("/v1/databases/more/status").expectProblem(503, "too-many-databases", "");
    client.put("/v1/databases/more/nodes/a", "{}").expectProblem(503, "too-many-databases", "");
    client.put("/v1/databases/bounded-0/nodes/b", "{}").expect(200);
    client.get("/q/health/ready").expect(200);
  }
}
