package dev.hyphadb.node;

import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What {@code hypha.node.scopes} says. */
final class ConfiguredScopes {
  private static final String SETTING = "hypha.node.scopes";
  private static final int BYTES_MAX = 1 << 20;

  private ConfiguredScopes() {}

  /**
   * @param json a scope for each database that is held in part: {@code {"tasks": {"queries":
   *     [{"project": "apollo"}], "depth": 1}}}
   * @throws IllegalArgumentException when it is something else; the message says where and what
   */
  static Map<String, Scope> parse(String json) {
    Fields named;
    try {
      named = new JsonBodies(BYTES_MAX).readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (ProblemException e) {
      throw refusal(e.path(), e.getMessage());
    }
    Map<String, Scope> scopes = new HashMap<>();
    named.forEach((database, scope) -> scopes.put(database, scope(database, scope)));
    return Map.copyOf(scopes);
  }

  private static Scope scope(String database, Value value) {
    if (!(value instanceof Fields fields)) {
      throw refusal(database, "A scope is an object with queries and depth");
    }
    try {
      return Scope.parse(fields);
    } catch (QueryException e) {
      throw refusal(Paths.join(database, e.path()), e.getMessage());
    }
  }

  private static IllegalArgumentException refusal(String path, String why) {
    return new IllegalArgumentException(
        SETTING
            + (path.isEmpty() ? "" : " at " + path)
            + ": "
            + why
            + "; it names databases and their scopes, such as"
            + " {\"tasks\": {\"queries\": [{\"project\": \"apollo\"}], \"depth\": 1}}");
  }
}
