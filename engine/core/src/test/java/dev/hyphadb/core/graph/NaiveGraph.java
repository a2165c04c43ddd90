package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a set of commits means, said as simply as possible: all their mutations, one after the other
 * in the order of stamps. Who wrote last what is still there is live.
 */
public final class NaiveGraph {
  private final Map<String, Stamp> tombstones = new TreeMap<>();
  private final Map<String, Stamp> touches = new TreeMap<>();
  private final Map<String, Map<String, Stamp>> fieldStamps = new TreeMap<>();
  private final Map<String, Map<String, Value>> values = new TreeMap<>();
  private final Map<String, Map<String, Stamp>> edgeStamps = new TreeMap<>();
  private final Map<String, Set<String>> edges = new TreeMap<>();
  private final TreeMap<Stamp, VerifiedCommit> byStamp = new TreeMap<>();

  public NaiveGraph(Collection<VerifiedCommit> commits) {
    for (VerifiedCommit commit : commits) {
      for (int i = 0; i < commit.commit().mutations().size(); i++) {
        byStamp.put(new Stamp(commit.key(), i), commit);
      }
    }
    byStamp.forEach(
        (stamp, commit) -> replay(commit.commit().mutations().get(stamp.index()), stamp));
  }

  private void replay(Mutation mutation, Stamp stamp) {
    String node = mutation.node();
    switch (mutation) {
      case Mutation.Set set -> {
        touches.put(node, stamp);
        Map<String, Stamp> stamps = fieldStamps.computeIfAbsent(node, id -> new TreeMap<>());
        Map<String, Value> shown = values.computeIfAbsent(node, id -> new TreeMap<>());
        set.fields()
            .forEach((name, value) -> {
              stamps.put(name, stamp);
              shown.put(name, value);
            });
        for (String name : set.unset()) {
          stamps.put(name, stamp);
          shown.remove(name);
        }
      }
      case Mutation.Remove remove -> {
        tombstones.put(node, stamp);
        touches.remove(node);
        fieldStamps.remove(node);
        values.remove(node);
        edgeStamps.remove(node);
        edges.remove(node);
        edgeStamps.values().forEach(targets -> targets.remove(node));
        edges.values().forEach(targets -> targets.remove(node));
      }
      case Mutation.Link link -> {
        edgeStamps.computeIfAbsent(node, id -> new TreeMap<>()).put(link.to(), stamp);
        edges.computeIfAbsent(node, id -> new TreeSet<>()).add(link.to());
      }
      case Mutation.Unlink unlink -> {
        edgeStamps.computeIfAbsent(node, id -> new TreeMap<>()).put(unlink.to(), stamp);
        edges.computeIfAbsent(node, id -> new TreeSet<>()).remove(unlink.to());
      }
    }
  }

  private Set<String> live() {
    List<Stamp> held = new ArrayList<>(tombstones.values());
    held.addAll(touches.values());
    fieldStamps.values().forEach(stamps -> held.addAll(stamps.values()));
    edgeStamps.values().forEach(stamps -> held.addAll(stamps.values()));
    Set<String> live = new TreeSet<>();
    held.forEach(stamp -> live.add(byStamp.get(stamp).id().toString()));
    return live;
  }

  /** In the form of {@link MergeVectors#result}. */
  public Map<String, Object> result() {
    Set<String> live = live();
    StateHash hash = new StateHash();
    byStamp.values().stream()
        .distinct()
        .filter(commit -> live.contains(commit.id().toString()))
        .forEach(commit -> hash.add(commit.id()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("nodes", nodes());
    result.put("live", new ArrayList<Object>(live));
    result.put("stateHash", Hex.encode(hash.toBytes()));
    return result;
  }

  /** The nodes of a real graph in that form. */
  public static List<Object> nodes(GraphReader reader) {
    return MergeVectors.nodes(reader);
  }

  private List<Object> nodes() {
    List<Object> nodes = new ArrayList<>();
    touches.forEach((id, touch) -> {
      Fields.Builder value = Fields.builder();
      values.get(id).forEach(value::put);
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("id", id);
      node.put("value", ValueNotation.pairs(value.build()));
      node.put("edges", List.copyOf(edges.getOrDefault(id, Set.of())));
      node.put("timestamp", Timestamp.unpack(touch.commit().hlc()).toString());
      nodes.add(node);
    });
    return nodes;
  }
}
