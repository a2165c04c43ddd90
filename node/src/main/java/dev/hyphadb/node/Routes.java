package dev.hyphadb.node;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The paths of the API and the methods they have. */
final class Routes {
  private static final String DATABASE = "/v1/databases/[^/]+";

  private static final Map<Pattern, List<String>> METHODS =
      Map.of(
          Pattern.compile("/v1/(status|databases)"), List.of("GET"),
          Pattern.compile(DATABASE + "/status"), List.of("GET"),
          Pattern.compile(DATABASE + "/(query|batch|synced)"), List.of("POST"),
          Pattern.compile(DATABASE + "/nodes"), List.of("POST", "DELETE"),
          Pattern.compile(DATABASE + "/nodes/[^/]+"), List.of("GET", "PUT", "DELETE"),
          Pattern.compile(DATABASE + "/nodes/[^/]+/edges/[^/]+"), List.of("PUT", "DELETE"));

  private Routes() {}

  /** The methods of a path, which is still percent-encoded; none when there is no such path. */
  static List<String> methods(String rawPath) {
    return METHODS.entrySet().stream()
        .filter(route -> route.getKey().matcher(rawPath).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }
}
