package dev.hyphadb.core;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.graph.GraphWriter;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns operations into the mutations that have to be recorded: of a put only the fields that
 * differ, so that concurrent edits of other fields survive, and nothing at all for what is so
 * already. Later operations see the effect of earlier ones.
 */
final class MutationPlan {
  private final GraphWriter graph;
  private final Sha256 sha256;
  private final List<Mutation> mutations = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  /** Stands for no value, where {@code null} says that nothing was planned. */
  private static final Fields REMOVED = Fields.of("removed", Value.TRUE);

  /** Values of nodes after the operations so far; {@link #REMOVED} itself for a removed one. */
  private final Map<String, Fields> planned = new HashMap<>();

  /** Whether edges of this plan's nodes may differ from what the graph says. */
  private boolean edgesPlanned;

  MutationPlan(GraphWriter graph, Sha256 sha256) {
    this.graph = graph;
    this.sha256 = sha256;
  }

  List<Mutation> mutations() {
    return mutations;
  }

  /** The ids of the operations' nodes, in their order. */
  List<String> ids() {
    return ids;
  }

  void add(Operation operation) {
    switch (operation) {
      case Operation.Put put ->
          put(put.id() == null ? contentId(put.value()) : put.id(), put.value());
      case Operation.Remove remove -> remove(remove.id());
      case Operation.Link link -> {
        if (edgesPlanned || !graph.isLinked(link.from(), link.to())) {
          mutations.add(new Mutation.Link(link.from(), link.to()));
          edgesPlanned = true;
        }
        ids.add(link.from());
      }
      case Operation.Unlink unlink -> {
        if (edgesPlanned || graph.isLinked(unlink.from(), unlink.to())) {
          mutations.add(new Mutation.Unlink(unlink.from(), unlink.to()));
          edgesPlanned = true;
        }
        ids.add(unlink.from());
      }
    }
  }

  private String contentId(Fields value) {
    return Hex.encode(sha256.hash(PackWriter.pack(value)));
  }

  private Fields current(String id) {
    Fields after = planned.get(id);
    return after == null ? graph.visible(id) : isRemoved(after) ? null : after;
  }

  @SuppressWarnings("ReferenceEquality") // a node may well have such a value
  private static boolean isRemoved(Fields planned) {
    return planned == REMOVED;
  }

  private void put(String id, Fields value) {
    ids.add(id);
    Fields before = current(id);
    if (value.equals(before)) {
      return;
    }
    planned.put(id, value);
    if (before == null) {
      mutations.add(new Mutation.Set(id, value, List.of()));
      return;
    }
    Fields.Builder changed = Fields.builder();
    value.forEach((name, field) -> {
      if (!field.equals(before.get(name))) {
        changed.put(name, field);
      }
    });
    List<String> unset = new ArrayList<>();
    before.forEach((String name, Value field) -> {
      if (!value.has(name)) {
        unset.add(name);
      }
    });
    mutations.add(new Mutation.Set(id, changed.build(), unset));
  }

  private void remove(String id) {
    ids.add(id);
    // A node that is not there may still have edges, put down before it arrived: those go too.
    if (current(id) != null || edgesPlanned || graph.hasEdges(id)) {
      planned.put(id, REMOVED);
      edgesPlanned = true;
      mutations.add(new Mutation.Remove(id));
    }
  }
}
