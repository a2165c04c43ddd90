package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;

/**
 * The registers of one node. Immutable: merging makes a new one.
 *
 * <p>Invariant: every stamp here is after the tombstone's.
 *
 * @param tombstone when the node was last removed; {@code null} if never
 * @param touch the last write that says that the node exists; {@code null} while it does not
 * @param registers one for each field that was ever written since the tombstone, by name in UTF-8
 *     byte order
 * @param hasOutEdges whether an edge register from this node was ever made: a hint that saves
 *     looking
 * @param hasInEdges the same for edges to this node
 */
record NodeState(
    Stamp tombstone,
    Stamp touch,
    FieldRegister[] registers,
    boolean hasOutEdges,
    boolean hasInEdges) {
  private static final FieldRegister[] NO_REGISTERS = {};

  /** The state of a node that nobody has written about. */
  static final NodeState ABSENT = new NodeState(null, null, NO_REGISTERS, false, false);

  /**
   * @param value {@code null} when the write removed the field
   */
  record FieldRegister(String name, Stamp stamp, Value value) {}

  boolean exists() {
    return touch != null;
  }

  /** Whether a mutation with this stamp has been overruled by a removal. */
  boolean isKilled(Stamp stamp) {
    return tombstone != null && !stamp.isAfter(tombstone);
  }

  /** The fields as they are shown. */
  Fields visible() {
    Fields.Builder fields = Fields.builder();
    for (FieldRegister register : registers) {
      if (register.value != null) {
        fields.put(register.name, register.value);
      }
    }
    return fields.build();
  }

  NodeState removedAt(Stamp stamp, Stamp survivingTouch, FieldRegister[] surviving) {
    return new NodeState(
        stamp,
        survivingTouch,
        surviving.length == 0 ? NO_REGISTERS : surviving,
        hasOutEdges,
        hasInEdges);
  }

  NodeState withOutEdges() {
    return hasOutEdges ? this : new NodeState(tombstone, touch, registers, true, hasInEdges);
  }

  NodeState withInEdges() {
    return hasInEdges ? this : new NodeState(tombstone, touch, registers, hasOutEdges, true);
  }
}
