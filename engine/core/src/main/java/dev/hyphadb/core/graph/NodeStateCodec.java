package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of a node's registers. Most registers of a node come from a few commits, so the
 * commits are listed once and stamps refer to them by position.
 *
 * <pre>flags, commit count, commits (24 bytes each)
 * tombstone stamp?, touch stamp?, register count, registers: name, stamp, value?</pre>
 *
 * A stamp is two integers: position in the list of commits, index in the commit. A register without
 * a value is marked by the commit position being shifted: {@code position * 2 + (has value ? 1 :
 * 0)}.
 */
final class NodeStateCodec {
  private static final int HAS_TOMBSTONE = 1;
  private static final int HAS_TOUCH = 2;
  private static final int HAS_OUT_EDGES = 4;
  private static final int HAS_IN_EDGES = 8;

  private NodeStateCodec() {}

  /** The writer is only lent: many nodes are encoded one after another. */
  static byte[] encode(NodeState state, PackWriter writer) {
    List<CommitKey> commits = new ArrayList<>(4);
    int[] positions = new int[state.registers().length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(commits, state.registers()[i].stamp().commit());
    }
    int tombstone = state.tombstone() == null ? 0 : position(commits, state.tombstone().commit());
    int touch = state.touch() == null ? 0 : position(commits, state.touch().commit());

    writer.reset().integer(flags(state)).integer(commits.size());
    for (CommitKey commit : commits) {
      writer.raw(commit.bytes(), 0, CommitKey.LENGTH);
    }
    if (state.tombstone() != null) {
      writer.integer(tombstone).integer(state.tombstone().index());
    }
    if (state.touch() != null) {
      writer.integer(touch).integer(state.touch().index());
    }
    writer.integer(positions.length);
    for (int i = 0; i < positions.length; i++) {
      FieldRegister register = state.registers()[i];
      boolean hasValue = register.value() != null;
      writer.text(register.name());
      writer.integer(positions[i] * 2L + (hasValue ? 1 : 0)).integer(register.stamp().index());
      if (hasValue) {
        writer.value(register.value());
      }
    }
    return writer.toByteArray();
  }

  private static int flags(NodeState state) {
    return (state.tombstone() != null ? HAS_TOMBSTONE : 0)
        | (state.touch() != null ? HAS_TOUCH : 0)
        | (state.hasOutEdges() ? HAS_OUT_EDGES : 0)
        | (state.hasInEdges() ? HAS_IN_EDGES : 0);
  }

  /**
   * Linear, since nearly every node has registers of one to three commits; the last one found is
   * tried first.
   */
  private static int position(List<CommitKey> commits, CommitKey commit) {
    for (int i = commits.size() - 1; i >= 0; i--) {
      if (commits.get(i).equals(commit)) {
        return i;
      }
    }
    commits.add(commit);
    return commits.size() - 1;
  }

  static NodeState decode(byte[] bytes) {
    PackReader reader = new PackReader(bytes);
    int flags = reader.integer(0, 15);
    CommitKey[] commits = new CommitKey[reader.integer(0, bytes.length)];
    for (int i = 0; i < commits.length; i++) {
      commits[i] = new CommitKey(reader.raw(CommitKey.LENGTH));
    }
    Stamp tombstone = (flags & HAS_TOMBSTONE) != 0 ? stamp(reader, commits) : null;
    Stamp touch = (flags & HAS_TOUCH) != 0 ? stamp(reader, commits) : null;
    FieldRegister[] registers = new FieldRegister[reader.integer(0, bytes.length)];
    for (int i = 0; i < registers.length; i++) {
      String name = reader.text();
      int position = reader.integer(0, commits.length * 2 - 1);
      Stamp stamp = new Stamp(commits[position / 2], reader.integer(0, Integer.MAX_VALUE));
      Value value = position % 2 == 1 ? reader.value() : null;
      registers[i] = new FieldRegister(name, stamp, value);
    }
    return new NodeState(
        tombstone, touch, registers, (flags & HAS_OUT_EDGES) != 0, (flags & HAS_IN_EDGES) != 0);
  }

  private static Stamp stamp(PackReader reader, CommitKey[] commits) {
    CommitKey commit = commits[reader.integer(0, commits.length - 1)];
    return new Stamp(commit, reader.integer(0, Integer.MAX_VALUE));
  }
}
