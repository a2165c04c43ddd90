package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.graph.NodeState.Write;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of a node's registers. Most nodes are as one write made them: their fields stand
 * as they do in the commit. The registers of the others come from a few commits, so those are
 * listed once and stamps refer to them by position.
 *
 * <pre>flags, commit count, commits (24 bytes each), tombstone stamp?, touch stamp?,
 * then the fields, a map, where all have the touch's stamp;
 * otherwise register count, registers: name, stamp, value?
 * then, where registers hold several writes, their count, and of each:
 * position among the registers, write count, writes: stamp, value?</pre>
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
  private static final int IS_WHOLE = 16;
  private static final int HAS_KEPT = 32;
  private static final int FLAGS_MAX = 63;

  private NodeStateCodec() {}

  /** The writer is only lent: many nodes are encoded one after another. */
  static byte[] encode(NodeState state, PackWriter writer) {
    if (state.whole() == null) {
      return encodeRegisters(state, writer);
    }
    writeHeader(state, stampsOf(state), writer);
    return writer.value(state.whole()).toByteArray();
  }

  /**
   * Like {@link #encode} for a node that is whole.
   *
   * @param source has the node's fields in their canonical form at {@code [from, to)}
   */
  static byte[] encodeWhole(NodeState state, byte[] source, int from, int to, PackWriter writer) {
    writeHeader(state, stampsOf(state), writer);
    return writer.raw(source, from, to - from).toByteArray();
  }

  private static List<CommitKey> stampsOf(NodeState state) {
    List<CommitKey> commits = new ArrayList<>(2);
    position(commits, state.touch().commit());
    return commits;
  }

  private static byte[] encodeRegisters(NodeState state, PackWriter writer) {
    List<CommitKey> commits = new ArrayList<>(4);
    FieldRegister[] registers = state.registers();
    int[] positions = new int[registers.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(commits, registers[i].stamp().commit());
    }
    for (FieldRegister register : registers) {
      register.kept().forEach(write -> position(commits, write.stamp().commit()));
    }
    writeHeader(state, commits, writer);
    writer.integer(positions.length);
    int resolved = 0;
    for (int i = 0; i < positions.length; i++) {
      FieldRegister register = registers[i];
      writer.text(register.name());
      write(writer, positions[i], register.stamp(), register.value());
      resolved += register.kept().isEmpty() ? 0 : 1;
    }
    if (resolved > 0) {
      writer.integer(resolved);
      for (int i = 0; i < registers.length; i++) {
        writeKept(writer, i, registers[i].kept(), commits);
      }
    }
    return writer.toByteArray();
  }

  private static void writeKept(
      PackWriter writer, int register, List<Write> kept, List<CommitKey> commits) {
    if (!kept.isEmpty()) {
      writer.integer(register).integer(kept.size());
      kept.forEach(write ->
          write(writer, position(commits, write.stamp().commit()), write.stamp(), write.value()));
    }
  }

  private static void write(PackWriter writer, int commit, Stamp stamp, Value value) {
    writer.integer(commit * 2L + (value != null ? 1 : 0)).integer(stamp.index());
    if (value != null) {
      writer.value(value);
    }
  }

  /** The commits gain those of the tombstone and the touch. */
  private static void writeHeader(NodeState state, List<CommitKey> commits, PackWriter writer) {
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
  }

  private static int flags(NodeState state) {
    return (state.tombstone() != null ? HAS_TOMBSTONE : 0)
        | (state.touch() != null ? HAS_TOUCH : 0)
        | (state.hasOutEdges() ? HAS_OUT_EDGES : 0)
        | (state.hasInEdges() ? HAS_IN_EDGES : 0)
        | (state.whole() != null ? IS_WHOLE : 0)
        | (state.writeCount() > state.registerCount() ? HAS_KEPT : 0);
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
    return decode(bytes, bytes.length);
  }

  /** Of the first so many bytes. */
  static NodeState decode(byte[] bytes, int length) {
    PackReader reader = new PackReader(bytes, 0, length);
    int flags = reader.integer(0, FLAGS_MAX);
    CommitKey[] commits = new CommitKey[reader.integer(0, length)];
    for (int i = 0; i < commits.length; i++) {
      commits[i] = commit(reader);
    }
    Stamp tombstone = (flags & HAS_TOMBSTONE) != 0 ? stamp(reader, commits) : null;
    Stamp touch = (flags & HAS_TOUCH) != 0 ? stamp(reader, commits) : null;
    boolean hasOutEdges = (flags & HAS_OUT_EDGES) != 0;
    boolean hasInEdges = (flags & HAS_IN_EDGES) != 0;
    boolean isWhole = (flags & IS_WHOLE) != 0;
    if (isWhole && touch == null) {
      throw new ValueException("malformed-node", "", "a node has fields, but nobody wrote it");
    }
    if (isWhole) {
      return NodeState.whole(tombstone, touch, reader.fields(), hasOutEdges, hasInEdges);
    }
    FieldRegister[] registers = registers(reader, commits);
    if ((flags & HAS_KEPT) != 0) {
      readKept(reader, registers, commits);
    }
    return NodeState.of(tombstone, touch, registers, hasOutEdges, hasInEdges);
  }

  /** Moves to where the fields of a node or its registers start; returns its flags. */
  static int openFields(PackReader reader) {
    int flags = reader.integer(0, FLAGS_MAX);
    reader.skipRaw(CommitKey.LENGTH, reader.integer(0, Integer.MAX_VALUE));
    int stamps = ((flags & HAS_TOMBSTONE) != 0 ? 1 : 0) + ((flags & HAS_TOUCH) != 0 ? 1 : 0);
    for (int i = 0; i < 2 * stamps; i++) {
      reader.skip();
    }
    return flags;
  }

  /** Whether a node with these flags is there, and not removed. */
  static boolean exists(int flags) {
    return (flags & HAS_TOUCH) != 0;
  }

  private static CommitKey commit(PackReader reader) {
    CommitKey commit = new CommitKey(reader.raw(CommitKey.LENGTH));
    if (commit.hlc() < 0) {
      throw new ValueException("malformed-node", "", "a commit whose timestamp there cannot be");
    }
    return commit;
  }

  /**
   * Moves to the value of a field; others are passed over unread.
   *
   * @param reader stands where {@link #openFields} left it
   * @return whether the node has the field
   */
  static boolean seekField(PackReader reader, int flags, PackedText name) {
    if ((flags & IS_WHOLE) != 0) {
      return reader.seekField(name);
    }
    int left = reader.integer(0, Integer.MAX_VALUE);
    int order = -1;
    while (left > 0 && order < 0) {
      left--;
      order = reader.compareText(name);
      boolean hasValue = reader.integer(0, Integer.MAX_VALUE) % 2 == 1;
      reader.skip();
      if (order == 0) {
        return hasValue;
      }
      if (hasValue) {
        reader.skip();
      }
    }
    return false;
  }

  private static FieldRegister[] registers(PackReader reader, CommitKey[] commits) {
    FieldRegister[] registers = new FieldRegister[reader.integer(0, reader.source().length)];
    for (int i = 0; i < registers.length; i++) {
      String name = reader.text();
      Write write = write(reader, commits);
      registers[i] = new FieldRegister(name, write.stamp(), write.value());
    }
    return registers;
  }

  private static void readKept(PackReader reader, FieldRegister[] registers, CommitKey[] commits) {
    for (int i = reader.integer(1, registers.length); i > 0; i--) {
      int position = reader.integer(0, registers.length - 1);
      List<Write> kept = new ArrayList<>();
      for (int k = reader.integer(2, reader.source().length); k > 0; k--) {
        kept.add(write(reader, commits));
      }
      FieldRegister shown = registers[position];
      registers[position] = new FieldRegister(shown.name(), shown.stamp(), shown.value(), kept);
    }
  }

  private static Write write(PackReader reader, CommitKey[] commits) {
    int position = reader.integer(0, commits.length * 2 - 1);
    Stamp stamp = new Stamp(commits[position / 2], reader.integer(0, Integer.MAX_VALUE));
    return new Write(stamp, position % 2 == 1 ? reader.value() : null);
  }

  private static Stamp stamp(PackReader reader, CommitKey[] commits) {
    CommitKey commit = commits[reader.integer(0, commits.length - 1)];
    return new Stamp(commit, reader.integer(0, Integer.MAX_VALUE));
  }
}
