package dev.hyphadb.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Joins the observations of one round into an {@link Overview}: databases by name, peers by id. */
final class Census {
  private Census() {}

  static Overview of(Instant takenAt, long refreshMillis, List<Observation> observations) {
    Map<String, List<Overview.Replica>> replicas = new TreeMap<>();
    Map<String, Sighting> sightings = new TreeMap<>();
    for (Observation observation : observations) {
      String url = observation.service().url();
      if (!observation.peer().isEmpty()) {
        Sighting self = sightings.computeIfAbsent(observation.peer(), id -> new Sighting());
        self.self = true;
        self.name(observation.peerKind());
        observation.databases().forEach(database -> self.databases.add(database.name()));
      }
      for (Observation.ObservedDatabase database : observation.databases()) {
        replicas.computeIfAbsent(database.name(), n -> new ArrayList<>()).add(database.replica());
        for (Observation.ObservedPeer peer : database.peers()) {
          Sighting sighting = sightings.computeIfAbsent(peer.id(), id -> new Sighting());
          sighting.name(peer.kind());
          sighting.databases.add(database.name());
          sighting.seenBy.add(url);
        }
      }
    }
    return new Overview(
        takenAt,
        refreshMillis,
        observations.stream().map(Observation::service).toList(),
        replicas.entrySet().stream().map(e -> database(e.getKey(), e.getValue())).toList(),
        sightings.entrySet().stream().map(e -> e.getValue().peer(e.getKey())).toList());
  }

  private static Overview.Database database(String name, List<Overview.Replica> replicas) {
    long states = replicas.stream().map(Overview.Replica::stateHash).distinct().count();
    return new Overview.Database(name, states == 1, List.copyOf(replicas));
  }

  private static final class Sighting {
    private final Set<String> databases = new LinkedHashSet<>();
    private final Set<String> seenBy = new LinkedHashSet<>();
    private String kind = "";
    private boolean self;

    void name(String observedKind) {
      if (kind.isEmpty()) {
        kind = observedKind;
      }
    }

    Overview.Peer peer(String id) {
      return new Overview.Peer(
          id, kind.isEmpty() ? "peer" : kind, self, List.copyOf(databases), List.copyOf(seenBy));
    }
  }
}
