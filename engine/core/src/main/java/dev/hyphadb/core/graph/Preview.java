package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How nodes would look after the mutations of a commit, one after the other. Changes nothing;
 * belongs to the owner thread, for as long as nothing else is merged.
 */
public final class Preview {
  /** Of one field with a resolver, by peers who did not know of each other's. */
  private static final int WRITES_MAX = 1_000;

  /** What a write is compared with, were all as long as it is. */
  private static final long COMPARED_BYTES_MAX = 16L << 20;

  private final GraphWriter graph;
  private final RegisterMerge merge;
  private final Map<String, NodeState> states = new HashMap<>();

  Preview(GraphWriter graph, RegisterMerge merge) {
    this.graph = graph;
    this.merge = merge;
  }

  /** The node's fields after a write, of which perhaps not all counts; none without the node. */
  public Fields set(Mutation.Set set, Stamp stamp) {
    NodeState before = state(set.node());
    NodeState after = merge.set(before, set, stamp);
    if (after != null) {
      states.put(set.node(), after);
    }
    return (after == null ? before : after).visible();
  }

  public void remove(String id, Stamp stamp) {
    NodeState before = state(id);
    if (!before.isKilled(stamp)) {
      states.put(id, merge.remove(before, stamp));
    }
  }

  /** Whether a field would hold more than it may, and more than it does. */
  boolean crowds(VerifiedCommit commit) {
    List<Mutation> mutations = commit.commit().mutations();
    for (int i = 0; i < mutations.size(); i++) {
      Stamp stamp = new Stamp(commit.key(), i);
      if (mutations.get(i) instanceof Mutation.Remove remove) {
        remove(remove.node(), stamp);
      } else if (mutations.get(i) instanceof Mutation.Set set && crowds(set, stamp)) {
        return true;
      }
    }
    return false;
  }

  private boolean crowds(Mutation.Set set, Stamp stamp) {
    NodeState before = state(set.node());
    for (int i = 0; i < set.fields().size(); i++) {
      int writes = writes(before, set.fields().nameAt(i));
      // Asked before it is compared with each of them.
      if (writes > 1 && (long) writes * bytes(set.fields().valueAt(i)) > COMPARED_BYTES_MAX) {
        return true;
      }
    }
    set(set, stamp);
    NodeState after = state(set.node());
    for (int i = 0; i < set.fields().size(); i++) {
      String name = set.fields().nameAt(i);
      int writes = writes(after, name);
      if (writes > WRITES_MAX && writes > writes(before, name)) {
        return true;
      }
    }
    return false;
  }

  /** 0 without a resolver: then nothing is compared. */
  private int writes(NodeState state, String field) {
    FieldRegister register = graph.resolvers().of(field) == null ? null : state.register(field);
    return register == null ? 0 : register.writeCount();
  }

  private static int bytes(Value value) {
    return new PackWriter(256).value(value).toByteArray().length;
  }

  private NodeState state(String id) {
    NodeState state = states.get(id);
    return state == null ? graph.load(id) : state;
  }
}
