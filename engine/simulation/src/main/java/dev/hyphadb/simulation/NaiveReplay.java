package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The oracle: what a set of commits means, found by doing them one after the other in the order of
 * their stamps, with plain maps. Knows nothing of merging.
 */
final class NaiveReplay {
  private static final int ID_BYTES = 32;

  /** Who wrote something last, and what; the value is {@code null} where it was removed. */
  private record Write(CommitKey commit, Value value) {}

  private record EdgeWrite(CommitKey commit, boolean linked) {}

  private final Map<CommitKey, VerifiedCommit> commits = new HashMap<>();
  private final Map<CommitKey, Integer> otherHolders = new HashMap<>();
  private final Map<String, CommitKey> tombstones = new HashMap<>();
  private final Map<String, CommitKey> touches = new TreeMap<>();

  /** By node and field, the writes that count: one, unless the field has a resolver. */
  private final Map<String, Map<String, List<Write>>> fields = new HashMap<>();

  private final Map<String, Map<String, EdgeWrite>> edges = new HashMap<>();

  /** A node as it has to be shown. */
  record ExpectedNode(Fields value, TreeSet<String> edges, long hlc) {}

  private final Resolvers resolvers;

  private NaiveReplay(Resolvers resolvers) {
    this.resolvers = resolvers;
  }

  /** Takes the commits in the order of their keys. */
  static NaiveReplay of(Collection<VerifiedCommit> ordered, Resolvers resolvers) {
    return of(ordered, resolvers, Map.of());
  }

  /**
   * Takes the commits in the order of their keys.
   *
   * @param otherHolders how often a commit is held by others than registers
   */
  static NaiveReplay of(
      Collection<VerifiedCommit> ordered,
      Resolvers resolvers,
      Map<CommitKey, Integer> otherHolders) {
    NaiveReplay replay = new NaiveReplay(resolvers);
    replay.otherHolders.putAll(otherHolders);
    CommitKey before = null;
    for (VerifiedCommit commit : ordered) {
      if (before != null && before.compareTo(commit.key()) >= 0) {
        throw new IllegalArgumentException("the commits are not in order");
      }
      before = commit.key();
      replay.commits.put(commit.key(), commit);
      commit.commit().mutations().forEach(mutation -> replay.apply(mutation, commit.key()));
    }
    return replay;
  }

  private void apply(Mutation mutation, CommitKey commit) {
    String node = mutation.node();
    switch (mutation) {
      case Mutation.Set set -> {
        touches.put(node, commit);
        Map<String, List<Write>> registers = fields.computeIfAbsent(node, id -> new TreeMap<>());
        set.fields().forEach((name, value) -> write(registers, name, new Write(commit, value)));
        set.unset().forEach(name -> write(registers, name, new Write(commit, null)));
      }
      case Mutation.Remove remove -> {
        tombstones.put(node, commit);
        touches.remove(node);
        fields.remove(node);
        edges.remove(node);
        edges.values().forEach(targets -> targets.remove(node));
      }
      case Mutation.Link link -> edge(node, link.to(), new EdgeWrite(commit, true));
      case Mutation.Unlink unlink -> edge(node, unlink.to(), new EdgeWrite(commit, false));
    }
  }

  /** What was written before goes, but for what a resolver would miss. */
  private void write(Map<String, List<Write>> registers, String name, Write write) {
    List<Write> writes = registers.computeIfAbsent(name, field -> new ArrayList<>());
    Resolver resolver = resolvers.of(name);
    writes.removeIf(before ->
        resolver == null
            || write.value == null
            || before.value != null && isWithin(before.value, write.value, resolver));
    writes.add(write);
  }

  private static boolean isWithin(Value less, Value more, Resolver resolver) {
    Value both = resolver.join(less, more);
    return both != null && both.equals(resolver.join(more, more));
  }

  /** {@code null} where the field was removed. */
  private static Value shown(List<Write> writes, Resolver resolver) {
    if (writes.size() == 1) {
      return writes.get(0).value;
    }
    if (writes.get(0).value == null) {
      return shown(writes.subList(1, writes.size()), resolver);
    }
    Value later = shown(writes.subList(writes.size() / 2, writes.size()), resolver);
    Value joined = resolver.join(shown(writes.subList(0, writes.size() / 2), resolver), later);
    return joined == null ? later : joined;
  }

  private void edge(String from, String to, EdgeWrite write) {
    edges.computeIfAbsent(from, id -> new TreeMap<>()).put(to, write);
  }

  /** What has to be shown, by id. */
  Map<String, ExpectedNode> visible() {
    Map<String, ExpectedNode> nodes = new TreeMap<>();
    touches.forEach((id, touch) -> {
      Fields.Builder value = Fields.builder();
      fields
          .getOrDefault(id, Map.of())
          .forEach((name, writes) -> {
            Value shown = shown(writes, resolvers.of(name));
            if (shown != null) {
              value.put(name, shown);
            }
          });
      TreeSet<String> targets = new TreeSet<>();
      edges
          .getOrDefault(id, Map.of())
          .forEach((to, write) -> {
            if (write.linked) {
              targets.add(to);
            }
          });
      nodes.put(id, new ExpectedNode(value.build(), targets, touch.hlc()));
    });
    return nodes;
  }

  /** How many registers each live commit holds. */
  Map<CommitKey, Integer> holders() {
    List<CommitKey> held = new ArrayList<>(tombstones.values());
    held.addAll(touches.values());
    fields
        .values()
        .forEach(registers ->
            registers.values().forEach(writes -> writes.forEach(write -> held.add(write.commit))));
    edges.values().forEach(targets -> targets.values().forEach(write -> held.add(write.commit)));
    Map<CommitKey, Integer> holders = new TreeMap<>();
    held.forEach(commit -> holders.merge(commit, 1, Integer::sum));
    otherHolders.forEach((commit, times) -> holders.merge(commit, times, Integer::sum));
    return holders;
  }

  /** Sum of the ids modulo 2^256, ids and result little-endian. */
  byte[] stateHash(Collection<CommitKey> live) {
    BigInteger sum = BigInteger.ZERO;
    for (CommitKey key : live) {
      sum = sum.add(new BigInteger(1, reversed(commits.get(key).id().bytes())));
    }
    byte[] bigEndian = sum.mod(BigInteger.ONE.shiftLeft(8 * ID_BYTES)).toByteArray();
    byte[] padded = new byte[ID_BYTES];
    for (int i = 0; i < Math.min(ID_BYTES, bigEndian.length); i++) {
      padded[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return padded;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
