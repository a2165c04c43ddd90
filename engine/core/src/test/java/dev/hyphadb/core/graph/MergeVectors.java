package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.ValueNotation;
import dev.hyphadb.core.value.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/merge.json and state-hash.json. Portable. */
public final class MergeVectors {
  private MergeVectors() {}

  public static List<String> checkStateHash(Map<String, Object> file) {
    Vectors vectors = new Vectors();
    for (Map<String, Object> vector : Vectors.section(file, "sums")) {
      vectors.check(vector, () -> Vectors.same("hash", vector.get("hash"), sum(vector)));
    }
    return vectors.failures();
  }

  static String sum(Map<String, Object> vector) {
    StateHash hash = new StateHash();
    Vectors.list(vector.get("add")).forEach(id -> hash.add(id(id)));
    Vectors.list(vector.get("subtract")).forEach(id -> hash.subtract(id(id)));
    Vectors.same("restored", hash, new StateHash(hash.toBytes()));
    return hash.toString();
  }

  private static CommitId id(Object hex) {
    return new CommitId(Hex.decode(Vectors.text(hex)));
  }

  public static List<String> checkMerge(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    CommitCodec codec = new CommitCodec(sha256);
    for (Map<String, Object> history : Vectors.section(file, "histories")) {
      List<VerifiedCommit> commits = new ArrayList<>();
      Vectors.list(history.get("commits"))
          .forEach(body -> commits.add(codec.decode(Hex.decode(Vectors.text(body)), null)));
      Resolvers resolvers = resolvers(history.get("resolvers"));
      for (Object order : Vectors.list(history.get("orders"))) {
        vectors.check(
            history,
            () -> {
              Map<String, Object> expected = Vectors.map(history.get("result"));
              List<VerifiedCommit> ordered = ordered(commits, Vectors.list(order));
              Vectors.same("in order " + order, expected, result(ordered, 1, resolvers));
              Vectors.same(
                  "in one write, order " + order,
                  expected,
                  result(ordered, ordered.size(), resolvers));
            });
      }
    }
    return vectors.failures();
  }

  /** By field, the name of one that comes with the engine; {@code null} for none. */
  static Resolvers resolvers(Object byField) {
    Resolvers resolvers = Resolvers.NONE;
    if (byField != null) {
      for (Map.Entry<String, Object> named : Vectors.map(byField).entrySet()) {
        resolvers = resolvers.with(named.getKey(), Resolver.named(Vectors.text(named.getValue())));
      }
    }
    return resolvers;
  }

  private static List<VerifiedCommit> ordered(
      List<VerifiedCommit> commits, List<Object> positions) {
    List<VerifiedCommit> ordered = new ArrayList<>();
    positions.forEach(position -> ordered.add(commits.get((Integer) position)));
    return ordered;
  }

  /** What the graph is after the commits, so many of them in one write. */
  static Map<String, Object> result(List<VerifiedCommit> commits, int commitsPerWrite) {
    return result(commits, commitsPerWrite, Resolvers.NONE);
  }

  static Map<String, Object> result(
      List<VerifiedCommit> commits, int commitsPerWrite, Resolvers resolvers) {
    MemoryStore store = new MemoryStore();
    GraphWriter writer =
        new GraphWriter(store, 0, 0, new StateHash(), resolvers, NodeChanges.IGNORED);
    for (int i = 0; i < commits.size(); i++) {
      writer.apply(commits.get(i), i + 1);
      if ((i + 1) % commitsPerWrite == 0 || i + 1 == commits.size()) {
        WriteBatch batch = new WriteBatch();
        writer.flush(batch, 1);
        store.write(batch);
      }
    }
    return state(writer, store, commits);
  }

  /**
   * What the graph is, which has been written.
   *
   * @param commits among which the live ones are
   */
  static Map<String, Object> state(
      GraphWriter writer, MemoryStore store, List<VerifiedCommit> commits) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("nodes", nodes(new GraphReader(store)));
    List<Object> live = new ArrayList<>();
    for (VerifiedCommit commit : commits) {
      if (writer.isLive(commit.key())) {
        Vectors.same("live id", commit.id(), writer.liveId(commit.key()));
        live.add(commit.id().toString());
      }
    }
    live.sort((a, b) -> ((String) a).compareTo((String) b));
    Vectors.same("live count", (long) live.size(), writer.liveCount());
    result.put("live", live);
    result.put("stateHash", Hex.encode(writer.stateHash()));
    return result;
  }

  static List<Object> nodes(GraphReader reader) {
    List<Object> nodes = new ArrayList<>();
    reader.forEach(node -> {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", node.id());
      json.put("value", ValueNotation.pairs(node.value()));
      json.put("edges", node.edges());
      json.put("timestamp", node.timestamp().toString());
      Vectors.same("read alone", node, reader.get(node.id()));
      return nodes.add(json);
    });
    return nodes;
  }
}
