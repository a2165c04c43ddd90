package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The merge of one node's registers: the later stamp wins, field by field. Commutative, associative
 * and idempotent, as the maximum of a total order is. Reports every stamp that a register takes or
 * gives up to {@link LiveCommits}.
 */
final class RegisterMerge {
  private static final FieldRegister[] NONE = {};

  private RegisterMerge() {}

  /** The node after a write; {@code null} when the write comes too late to change anything. */
  static NodeState set(NodeState state, Mutation.Set set, Stamp stamp, LiveCommits live) {
    if (state.isKilled(stamp)) {
      return null;
    }
    if (!state.exists() && state.registerCount() == 0 && set.unset().isEmpty()) {
      live.hold(stamp.commit(), 1 + set.fields().size());
      return NodeState.whole(
          state.tombstone(), stamp, set.fields(), state.hasOutEdges(), state.hasInEdges());
    }
    boolean touches = stamp.isAfter(state.touch());
    if (touches) {
      replace(state.touch(), stamp, live);
    }
    FieldRegister[] merged = merge(state.registers(), set, stamp, live);
    if (!touches && merged == null) {
      return null;
    }
    return NodeState.of(
        state.tombstone(),
        touches ? stamp : state.touch(),
        merged == null ? state.registers() : merged,
        state.hasOutEdges(),
        state.hasInEdges());
  }

  /**
   * Merges two sorted sequences: the registers that are there, and what is written (fields and
   * removals). {@code null} when every write comes too late.
   */
  private static FieldRegister[] merge(
      FieldRegister[] before, Mutation.Set set, Stamp stamp, LiveCommits live) {
    List<FieldRegister> after = new ArrayList<>(before.length + set.fields().size());
    WriteCursor writes = new WriteCursor(set);
    boolean isChanged = false;
    int i = 0;
    while (i < before.length || writes.name() != null) {
      int order =
          i == before.length
              ? 1
              : writes.name() == null ? -1 : Utf8.compare(before[i].name(), writes.name());
      if (order < 0) {
        after.add(before[i++]);
        continue;
      }
      boolean wins = order > 0 || stamp.isAfter(before[i].stamp());
      if (wins) {
        replace(order > 0 ? null : before[i].stamp(), stamp, live);
        after.add(new FieldRegister(writes.name(), stamp, writes.value()));
        isChanged = true;
      } else {
        after.add(before[i]);
      }
      if (order == 0) {
        i++;
      }
      writes.advance();
    }
    return isChanged ? after.toArray(NONE) : null;
  }

  /** The node after a removal that is later than the one it knows. */
  static NodeState remove(NodeState state, Stamp stamp, LiveCommits live) {
    replace(state.tombstone(), stamp, live);
    List<FieldRegister> surviving = new ArrayList<>();
    for (FieldRegister register : state.registers()) {
      if (register.stamp().isAfter(stamp)) {
        surviving.add(register);
      } else {
        live.release(register.stamp().commit());
      }
    }
    Stamp touch = state.touch();
    if (touch != null && !touch.isAfter(stamp)) {
      live.release(touch.commit());
      touch = null;
    }
    return state.removedAt(stamp, touch, surviving.toArray(NONE));
  }

  private static void replace(Stamp before, Stamp after, LiveCommits live) {
    live.hold(after.commit());
    if (before != null) {
      live.release(before.commit());
    }
  }

  /**
   * Walks over the written and the removed fields of a mutation together, in order of their names.
   */
  private static final class WriteCursor {
    private final Fields fields;
    private final List<String> unset;
    private int field;
    private int removal;

    WriteCursor(Mutation.Set set) {
      this.fields = set.fields();
      this.unset = set.unset();
    }

    private boolean atField() {
      return field < fields.size()
          && (removal == unset.size()
              || Utf8.compare(fields.nameAt(field), unset.get(removal)) < 0);
    }

    /** {@code null} at the end. */
    String name() {
      return atField() ? fields.nameAt(field) : removal < unset.size() ? unset.get(removal) : null;
    }

    /** {@code null} where the field is removed. */
    Value value() {
      return atField() ? fields.valueAt(field) : null;
    }

    void advance() {
      if (atField()) {
        field++;
      } else {
        removal++;
      }
    }
  }
}
