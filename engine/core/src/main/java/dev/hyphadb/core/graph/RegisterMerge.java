package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.graph.NodeState.Write;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The merge of one node's registers: the later stamp wins, field by field, unless the field has a
 * {@link Resolver} ({@link ResolvedRegister}). Commutative, associative and idempotent, as the
 * maximum of a total order is. Reports every stamp that a register takes or gives up to {@link
 * LiveCommits}.
 */
final class RegisterMerge {
  private static final FieldRegister[] NONE = {};

  private final Resolvers resolvers;

  /** {@code null} where nothing is to be counted. */
  private final LiveCommits live;

  RegisterMerge(Resolvers resolvers, LiveCommits live) {
    this.resolvers = resolvers;
    this.live = live;
  }

  /** The node after a write; {@code null} when the write comes too late to change anything. */
  NodeState set(NodeState state, Mutation.Set set, Stamp stamp) {
    if (state.isKilled(stamp)) {
      return null;
    }
    if (!state.exists() && state.registerCount() == 0 && set.unset().isEmpty()) {
      hold(stamp, 1 + set.fields().size());
      return NodeState.whole(
          state.tombstone(), stamp, set.fields(), state.hasOutEdges(), state.hasInEdges());
    }
    boolean touches = stamp.isAfter(state.touch());
    if (touches) {
      replace(state.touch(), stamp);
    }
    FieldRegister[] merged = merge(state.registers(), set, stamp);
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
  private FieldRegister[] merge(FieldRegister[] before, Mutation.Set set, Stamp stamp) {
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
      FieldRegister old = order > 0 ? null : before[i];
      FieldRegister merged = merge(old, writes.name(), writes.value(), stamp);
      isChanged |= isOther(old, merged);
      after.add(merged);
      if (order == 0) {
        i++;
      }
      writes.advance();
    }
    return isChanged ? after.toArray(NONE) : null;
  }

  /**
   * The node with what a write that it has merged already did to fields with a resolver; {@code
   * null} when that makes no difference.
   */
  NodeState resolve(NodeState state, Mutation.Set set, Stamp stamp) {
    if (state.isKilled(stamp)) {
      return null;
    }
    Fields.Builder fields = Fields.builder();
    set.fields()
        .forEach((String name, Value value) -> {
          if (resolvers.of(name) != null) {
            fields.put(name, value);
          }
        });
    List<String> unset = new ArrayList<>(set.unset());
    unset.removeIf(name -> resolvers.of(name) == null);
    Mutation.Set resolved = new Mutation.Set(set.node(), fields.build(), unset);
    FieldRegister[] merged = merge(state.registers(), resolved, stamp);
    return merged == null ? null : state.with(merged);
  }

  /** The node with the writes that it holds, held under these resolvers. */
  NodeState resolve(NodeState state) {
    FieldRegister[] registers = state.registers().clone();
    for (int i = 0; i < registers.length; i++) {
      FieldRegister before = registers[i];
      if (!before.kept().isEmpty()) {
        registers[i] = ResolvedRegister.under(resolvers.of(before.name()), before);
        releaseDropped(before, registers[i]);
      }
    }
    return state.with(registers);
  }

  /** The very same when the write comes too late. */
  private FieldRegister merge(FieldRegister old, String name, Value value, Stamp stamp) {
    Resolver resolver = resolvers.of(name);
    if (resolver == null) {
      if (old != null && !stamp.isAfter(old.stamp())) {
        return old;
      }
      replace(old == null ? null : old.stamp(), stamp);
      return new FieldRegister(name, stamp, value);
    }
    FieldRegister merged = ResolvedRegister.add(old, name, stamp, value, resolver);
    if (isOther(old, merged)) {
      hold(stamp, 1);
      releaseDropped(old, merged);
    }
    return merged;
  }

  @SuppressWarnings("ReferenceEquality") // that it is the very same says that nothing changed
  private static boolean isOther(FieldRegister before, FieldRegister after) {
    return before != after;
  }

  /**
   * @param before {@code null} for none
   * @param after {@code null} for none
   */
  private void releaseDropped(FieldRegister before, FieldRegister after) {
    if (before != null) {
      for (Write write : before.writes()) {
        if (after == null || !after.holds(write.stamp())) {
          release(write.stamp());
        }
      }
    }
  }

  /** The node after a removal that is later than the one it knows. */
  NodeState remove(NodeState state, Stamp stamp) {
    replace(state.tombstone(), stamp);
    List<FieldRegister> surviving = new ArrayList<>();
    for (FieldRegister register : state.registers()) {
      FieldRegister left = after(register, stamp);
      releaseDropped(register, left);
      if (left != null) {
        surviving.add(left);
      }
    }
    Stamp touch = state.touch();
    if (touch != null && !touch.isAfter(stamp)) {
      release(touch);
      touch = null;
    }
    return state.removedAt(stamp, touch, surviving.toArray(NONE));
  }

  private FieldRegister after(FieldRegister register, Stamp removal) {
    if (register.kept().isEmpty()) {
      return register.stamp().isAfter(removal) ? register : null;
    }
    return ResolvedRegister.after(register, removal, resolvers.of(register.name()));
  }

  private void replace(Stamp before, Stamp after) {
    hold(after, 1);
    if (before != null) {
      release(before);
    }
  }

  private void hold(Stamp stamp, int times) {
    if (live != null) {
      live.hold(stamp.commit(), times);
    }
  }

  private void release(Stamp stamp) {
    if (live != null) {
      live.release(stamp.commit());
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
