package dev.hyphadb.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.sync.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredScopesTest {
  private static void assertRefused(String json, String... says) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ConfiguredScopes.parse(json))
            .getMessage();
    for (String part : says) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void databasesGetTheirScopes() {
    assertEquals(Map.of(), ConfiguredScopes.parse("{}"));
    Scope scope = Scope.parse(Map.of("queries", List.of(Map.of("project", "apollo")), "depth", 1));
    assertEquals(
        Map.of("tasks", scope),
        ConfiguredScopes.parse(
            "{\"tasks\": {\"queries\": [{\"project\": \"apollo\"}], \"depth\": 1}}"));
  }

  @Test
  void whatIsNoScopeSaysWhereAndWhat() {
    assertRefused("nonsense", "hypha.node.scopes", "Line 1", "such as");
    assertRefused("[]", "JSON object");
    assertRefused("{\"tasks\": 3}", "at tasks", "queries and depth");
    assertRefused("{\"tasks\": {}}", "at tasks.queries", "has queries");
    assertRefused("{\"tasks\": {\"queries\": [{\"$edge\": {}}]}}", "at tasks", "$edge");
    assertRefused("{\"tasks\": {\"queries\": [{}], \"depth\": 99}}", "tasks");
  }
}
