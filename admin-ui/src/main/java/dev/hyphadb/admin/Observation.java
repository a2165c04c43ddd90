package dev.hyphadb.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one service answered in one round, read into bounded values: a service is configured, yet
 * what it says is not trusted.
 *
 * @param databases empty for services other than nodes
 */
record Observation(
    Overview.Service service, String peer, String peerKind, List<ObservedDatabase> databases) {
  private static final int TEXT_CHARS_MAX = 256;
  private static final int FIGURES_MAX = 24;

  record ObservedDatabase(String name, Overview.Replica replica, List<ObservedPeer> peers) {}

  record ObservedPeer(String id, String kind) {}

  static Observation down(String kind, String url, String detail) {
    return new Observation(
        new Overview.Service(kind, url, Overview.State.DOWN, 0, detail, List.of(), Map.of()),
        "",
        "",
        List.of());
  }

  static Observation of(
      String kind,
      String url,
      ServiceClient.Answer health,
      JsonNode status,
      JsonNode databases,
      int entriesMax) {
    boolean up = health.status() == 200 && "UP".equals(health.body().path("status").asText());
    boolean known = health.body().has("status");
    List<Overview.Check> checks = checks(health.body().path("checks"));
    String detail = up ? "" : known ? failing(checks) : "It answers, but not as a HyphaDB service.";
    Overview.State state =
        up ? Overview.State.UP : known ? Overview.State.DEGRADED : Overview.State.DOWN;
    return new Observation(
        new Overview.Service(
            kind, url, state, health.latencyMillis(), detail, checks, figures(status)),
        text(status.path("peer")),
        text(status.path("kind")),
        databases(url, databases.path("databases"), entriesMax));
  }

  private static String failing(List<Overview.Check> checks) {
    List<String> names =
        checks.stream().filter(check -> !check.up()).map(Overview.Check::name).toList();
    return names.isEmpty()
        ? "It says that it is not ready."
        : "Not ready: " + String.join(", ", names) + ".";
  }

  private static List<Overview.Check> checks(JsonNode array) {
    List<Overview.Check> checks = new ArrayList<>();
    for (JsonNode check : array) {
      if (checks.size() < FIGURES_MAX) {
        checks.add(
            new Overview.Check(
                text(check.path("name")), "UP".equals(check.path("status").asText())));
      }
    }
    return checks;
  }

  private static Map<String, Object> figures(JsonNode status) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : status.properties()) {
      JsonNode value = member.getValue();
      if (figures.size() >= FIGURES_MAX || member.getKey().length() > TEXT_CHARS_MAX) {
        continue;
      }
      if (value.isTextual()) {
        figures.put(member.getKey(), text(value));
      } else if (value.isIntegralNumber() && value.canConvertToLong()) {
        figures.put(member.getKey(), value.longValue());
      }
    }
    return figures;
  }

  private static List<ObservedDatabase> databases(String url, JsonNode array, int entriesMax) {
    List<ObservedDatabase> databases = new ArrayList<>();
    for (JsonNode database : array) {
      String name = text(database.path("name"));
      if (databases.size() >= entriesMax || name.isEmpty()) {
        continue;
      }
      List<ObservedPeer> peers = new ArrayList<>();
      for (JsonNode peer : database.path("peers")) {
        String id = text(peer.path("id"));
        if (peers.size() < entriesMax && !id.isEmpty()) {
          peers.add(new ObservedPeer(id, text(peer.path("kind"))));
        }
      }
      Overview.Replica replica =
          new Overview.Replica(
              url,
              database.path("nodes").asLong(0),
              database.path("liveCommits").asLong(0),
              text(database.path("stateHash")),
              database.path("synced").asBoolean(false),
              peers.size());
      databases.add(new ObservedDatabase(name, replica, peers));
    }
    return databases;
  }

  private static String text(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
  }
}
