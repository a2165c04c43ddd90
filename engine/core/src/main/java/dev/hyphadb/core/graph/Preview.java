package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How nodes would look after the mutations of a commit, one after the other. Changes nothing;
 * belongs to the owner thread, for as long as nothing else is merged.
 */
public final class Preview {
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

  /** Whether a field would hold more writes than so many, and than it holds. */
  boolean crowds(VerifiedCommit commit, int writesMax) {
    List<Mutation> mutations = commit.commit().mutations();
    for (int i = 0; i < mutations.size(); i++) {
      Stamp stamp = new Stamp(commit.key(), i);
      if (mutations.get(i) instanceof Mutation.Remove remove) {
        remove(remove.node(), stamp);
      } else if (mutations.get(i) instanceof Mutation.Set set && writesResolved(set)) {
        int before = state(set.node()).mostWrites();
        set(set, stamp);
        int after = state(set.node()).mostWrites();
        if (after > writesMax && after > before) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean writesResolved(Mutation.Set set) {
    for (int i = 0; i < set.fields().size(); i++) {
      if (graph.resolvers().of(set.fields().nameAt(i)) != null) {
        return true;
      }
    }
    return false;
  }

  private NodeState state(String id) {
    NodeState state = states.get(id);
    return state == null ? graph.load(id) : state;
  }
}
