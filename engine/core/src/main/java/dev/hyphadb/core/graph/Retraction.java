package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Undoes commits that count no longer: builds the registers that they may hold anew, each from the
 * best of the commits that still count and are stored. One use.
 */
final class Retraction {
  private static final FieldRegister[] NO_REGISTERS = {};

  private final GraphWriter graph;
  private final LiveCommits live;
  private final EdgeRegisters edges;
  private final Resolvers resolvers;
  private final CommitsByNode commits;
  private final ToLongFunction<VerifiedCommit> revive;
  private final Set<String> nodes = new LinkedHashSet<>();
  private final Set<Edge> pairs = new LinkedHashSet<>();
  private final Set<String> removed = new LinkedHashSet<>();

  private record Edge(String from, String to) {}

  /**
   * @param commits no longer finds what is retracted
   * @param revive told of a commit that was dead and is live again; returns its place in the log
   */
  Retraction(
      GraphWriter graph,
      LiveCommits live,
      EdgeRegisters edges,
      Resolvers resolvers,
      CommitsByNode commits,
      ToLongFunction<VerifiedCommit> revive) {
    this.graph = graph;
    this.live = live;
    this.edges = edges;
    this.resolvers = resolvers;
    this.commits = commits;
    this.revive = revive;
  }

  void add(VerifiedCommit retracted) {
    for (Mutation mutation : retracted.commit().mutations()) {
      switch (mutation) {
        case Mutation.Set set -> nodes.add(set.node());
        case Mutation.Remove remove -> {
          nodes.add(remove.node());
          removed.add(remove.node());
        }
        case Mutation.Link link -> pairs.add(new Edge(link.node(), link.to()));
        case Mutation.Unlink unlink -> pairs.add(new Edge(unlink.node(), unlink.to()));
      }
    }
  }

  void run() {
    // Edges last: whether one is killed depends on the tombstones of both its nodes.
    nodes.forEach(this::rebuildNode);
    for (String id : removed) {
      rebuildEdgesOf(id);
    }
    for (Edge pair : pairs) {
      rebuildEdge(pair, commits.aboutEdges(pair.from));
    }
  }

  private void rebuildNode(String id) {
    NodeState before = graph.load(id);
    List<VerifiedCommit> about = commits.aboutNode(id);
    Stamp tombstone = null;
    for (VerifiedCommit commit : about) {
      List<Mutation> mutations = commit.commit().mutations();
      for (int i = 0; i < mutations.size(); i++) {
        if (mutations.get(i) instanceof Mutation.Remove remove && remove.node().equals(id)) {
          tombstone = new Stamp(commit.key(), i);
        }
      }
    }
    NodeState empty =
        NodeState.of(tombstone, null, NO_REGISTERS, before.hasOutEdges(), before.hasInEdges());
    NodeState after = replay(id, empty, about);
    for (VerifiedCommit commit : about) {
      hold(commit, stampsOf(after, commit));
    }
    release(before);
    graph.replace(id, before, after);
  }

  /** A write that is later than all that are there. */
  private void write(Map<String, FieldRegister> registers, String name, Stamp stamp, Value value) {
    Resolver resolver = resolvers.of(name);
    registers.put(
        name,
        resolver == null
            ? new FieldRegister(name, stamp, value)
            : ResolvedRegister.add(registers.get(name), name, stamp, value, resolver));
  }

  private NodeState replay(String id, NodeState empty, List<VerifiedCommit> about) {
    Stamp touch = null;
    Map<String, FieldRegister> registers = new TreeMap<>(Utf8::compare);
    for (VerifiedCommit commit : about) {
      List<Mutation> mutations = commit.commit().mutations();
      for (int i = 0; i < mutations.size(); i++) {
        Stamp stamp = new Stamp(commit.key(), i);
        if (mutations.get(i) instanceof Mutation.Set set
            && set.node().equals(id)
            && !empty.isKilled(stamp)) {
          touch = stamp;
          set.fields().forEach((String name, Value value) -> write(registers, name, stamp, value));
          set.unset().forEach(name -> write(registers, name, stamp, null));
        }
      }
    }
    return NodeState.of(
        empty.tombstone(),
        touch,
        registers.values().toArray(NO_REGISTERS),
        empty.hasOutEdges(),
        empty.hasInEdges());
  }

  private static int stampsOf(NodeState state, VerifiedCommit commit) {
    int count = 0;
    for (Stamp stamp : stamps(state)) {
      count += stamp.commit().equals(commit.key()) ? 1 : 0;
    }
    return count;
  }

  private static List<Stamp> stamps(NodeState state) {
    List<Stamp> stamps = new ArrayList<>();
    if (state.tombstone() != null) {
      stamps.add(state.tombstone());
    }
    if (state.touch() != null) {
      stamps.add(state.touch());
    }
    for (FieldRegister register : state.registers()) {
      register.writes().forEach(write -> stamps.add(write.stamp()));
    }
    return stamps;
  }

  private void hold(VerifiedCommit commit, int times) {
    if (times > 0 && !live.isKnown(commit.key())) {
      live.open(commit, revive.applyAsLong(commit));
    }
    if (times > 0) {
      live.hold(commit.key(), times);
    }
  }

  private void release(NodeState before) {
    stamps(before).forEach(stamp -> live.release(stamp.commit()));
  }

  private void rebuildEdgesOf(String id) {
    List<VerifiedCommit> about = commits.aboutEdges(id);
    Set<Edge> found = new LinkedHashSet<>();
    for (VerifiedCommit commit : about) {
      for (Mutation mutation : commit.commit().mutations()) {
        Edge pair = pair(mutation);
        if (pair != null && (pair.from.equals(id) || pair.to.equals(id))) {
          found.add(pair);
        }
      }
    }
    found.forEach(pair -> rebuildEdge(pair, about));
    pairs.removeAll(found);
  }

  private static Edge pair(Mutation mutation) {
    return switch (mutation) {
      case Mutation.Link link -> new Edge(link.node(), link.to());
      case Mutation.Unlink unlink -> new Edge(unlink.node(), unlink.to());
      default -> null;
    };
  }

  private void rebuildEdge(Edge pair, List<VerifiedCommit> about) {
    NodeState from = graph.load(pair.from);
    NodeState to = graph.load(pair.to);
    EdgeState best = null;
    VerifiedCommit origin = null;
    for (VerifiedCommit commit : about) {
      List<Mutation> mutations = commit.commit().mutations();
      for (int i = 0; i < mutations.size(); i++) {
        Stamp stamp = new Stamp(commit.key(), i);
        if (pair.equals(pair(mutations.get(i))) && !from.isKilled(stamp) && !to.isKilled(stamp)) {
          best = new EdgeState(stamp, mutations.get(i) instanceof Mutation.Link);
          origin = commit;
        }
      }
    }
    if (origin != null) {
      hold(origin, 1);
    }
    edges.replace(pair.from, pair.to, best);
    graph.edgeReplaced(pair.from, pair.to);
  }
}
