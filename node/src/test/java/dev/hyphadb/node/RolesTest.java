package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.crypto.EthereumAddress;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node whose databases have roles, with an account of its own that is nobody special. */
@QuarkusTest
@TestProfile(RolesTest.WithRoles.class)
class RolesTest {
  private static final String OWN_KEY = "0".repeat(63) + "1";
  private static final String ROOT_KEY = "0".repeat(63) + "2";

  @TestHTTPResource URI service;

  public static final class WithRoles implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "hypha.node.super-admins", address(ROOT_KEY), "hypha.node.account-key", OWN_KEY);
    }
  }

  private static String address(String key) {
    return EthereumAddress.toText(AccountKey.parse(key).address());
  }

  @Test
  void writesWithItsAccountWhatThatMay() throws Exception {
    Client client = new Client(service);
    client
        .put("/v1/databases/guarded/nodes/a", "{\"n\":1}")
        .expectProblem(403, "not-permitted", "");
    String own = "/v1/databases/guarded/nodes/user:" + address(OWN_KEY);
    client.put(own, "{\"name\":\"node one\"}").expect(200);
    JsonNode value = client.get(own).expect(200).json().path("value");
    assertEquals("guest", value.path("role").asText());
    assertEquals("node one", value.path("name").asText());
  }
}
