package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.List;

/**
 * The registers of one node. Immutable: merging makes a new one.
 *
 * <p>Invariant: every stamp here is after the tombstone's.
 *
 * <p>Most nodes are as one write made them, with all registers of its stamp. They are kept as the
 * fields that it wrote: a tenth of the objects, and what is shown is there already.
 */
final class NodeState {
  private static final FieldRegister[] NO_REGISTERS = {};

  /** The state of a node that nobody has written about. */
  static final NodeState ABSENT = new NodeState(null, null, null, NO_REGISTERS, false, false);

  private final Stamp tombstone;
  private final Stamp touch;

  /** {@code null} where registers differ in their stamps, or say that a field was removed. */
  private final Fields whole;

  /** {@code null} where there is {@link #whole}. */
  private final FieldRegister[] registers;

  private final boolean hasOutEdges;
  private final boolean hasInEdges;

  /**
   * @param stamp of the newest write
   * @param value what the field shows; {@code null} when the write removed it
   * @param kept all writes that the register holds, the oldest first, where there are several: only
   *     of fields with a {@link Resolver}; empty for one, which the others say all of
   */
  record FieldRegister(String name, Stamp stamp, Value value, List<Write> kept) {
    FieldRegister(String name, Stamp stamp, Value value) {
      this(name, stamp, value, List.of());
    }

    /** At least one, the oldest first. */
    List<Write> writes() {
      return kept.isEmpty() ? List.of(new Write(stamp, value)) : kept;
    }

    boolean holds(Stamp write) {
      return kept.isEmpty()
          ? stamp.equals(write)
          : kept.stream().anyMatch(each -> each.stamp.equals(write));
    }

    /** How many stamps it holds. */
    int writeCount() {
      return Math.max(1, kept.size());
    }
  }

  /**
   * @param value {@code null} when the write removed the field
   */
  record Write(Stamp stamp, Value value) {}

  private NodeState(
      Stamp tombstone,
      Stamp touch,
      Fields whole,
      FieldRegister[] registers,
      boolean hasOutEdges,
      boolean hasInEdges) {
    this.tombstone = tombstone;
    this.touch = touch;
    this.whole = whole;
    this.registers = registers;
    this.hasOutEdges = hasOutEdges;
    this.hasInEdges = hasInEdges;
  }

  /**
   * @param tombstone when the node was last removed; {@code null} if never
   * @param touch the last write that says that the node exists; {@code null} while it does not
   * @param registers one for each field that was ever written since the tombstone, by name in UTF-8
   *     byte order
   * @param hasOutEdges whether an edge register from this node was ever made: a hint that saves
   *     looking
   * @param hasInEdges the same for edges to this node
   */
  static NodeState of(
      Stamp tombstone,
      Stamp touch,
      FieldRegister[] registers,
      boolean hasOutEdges,
      boolean hasInEdges) {
    Fields whole = touch == null ? null : fieldsOf(registers, touch);
    return new NodeState(
        tombstone, touch, whole, whole == null ? registers : null, hasOutEdges, hasInEdges);
  }

  /** A node with these fields and nothing else, all written at once. */
  static NodeState whole(
      Stamp tombstone, Stamp touch, Fields fields, boolean hasOutEdges, boolean hasInEdges) {
    return new NodeState(tombstone, touch, fields, null, hasOutEdges, hasInEdges);
  }

  /** {@code null} unless all registers have a value, and this stamp. */
  private static Fields fieldsOf(FieldRegister[] registers, Stamp stamp) {
    for (FieldRegister register : registers) {
      if (register.value == null || !register.stamp.equals(stamp) || !register.kept.isEmpty()) {
        return null;
      }
    }
    return visible(registers);
  }

  Stamp tombstone() {
    return tombstone;
  }

  Stamp touch() {
    return touch;
  }

  /** The fields, where one write made them all; {@code null} otherwise. */
  Fields whole() {
    return whole;
  }

  /** Whether both are whole and of the same fields. */
  boolean hasFieldsOf(NodeState other) {
    return whole != null && other.isMadeOf(whole);
  }

  /** Whether that very object is all that the node has. */
  @SuppressWarnings("ReferenceEquality")
  boolean isMadeOf(Fields fields) {
    return whole == fields;
  }

  FieldRegister[] registers() {
    if (whole == null) {
      return registers;
    }
    FieldRegister[] all = new FieldRegister[whole.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new FieldRegister(whole.nameAt(i), touch, whole.valueAt(i));
    }
    return all;
  }

  /** The register of one field; {@code null} when it was never written. */
  FieldRegister register(String name) {
    if (whole != null) {
      Value value = whole.get(name);
      return value == null ? null : new FieldRegister(name, touch, value);
    }
    int low = 0;
    int high = registers.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Utf8.compare(registers[middle].name, name);
      if (order == 0) {
        return registers[middle];
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  int registerCount() {
    return whole == null ? registers.length : whole.size();
  }

  /** How many stamps of writes to fields it holds. */
  int writeCount() {
    if (whole != null) {
      return whole.size();
    }
    int count = 0;
    for (FieldRegister register : registers) {
      count += register.writeCount();
    }
    return count;
  }

  boolean hasOutEdges() {
    return hasOutEdges;
  }

  boolean hasInEdges() {
    return hasInEdges;
  }

  boolean exists() {
    return touch != null;
  }

  /** Whether a mutation with this stamp has been overruled by a removal. */
  boolean isKilled(Stamp stamp) {
    return tombstone != null && !stamp.isAfter(tombstone);
  }

  /** Whether a field of that name was written since the removal. */
  boolean names(String field) {
    return whole != null ? whole.has(field) : register(field) != null;
  }

  /** The fields as they are shown. */
  Fields visible() {
    return whole == null ? visible(registers) : whole;
  }

  private static Fields visible(FieldRegister[] registers) {
    Fields.Builder fields = Fields.builder();
    for (FieldRegister register : registers) {
      if (register.value != null) {
        fields.put(register.name, register.value);
      }
    }
    return fields.build();
  }

  /** The same node with other registers. */
  NodeState with(FieldRegister[] others) {
    return of(tombstone, touch, others, hasOutEdges, hasInEdges);
  }

  NodeState removedAt(Stamp stamp, Stamp survivingTouch, FieldRegister[] surviving) {
    return of(
        stamp,
        survivingTouch,
        surviving.length == 0 ? NO_REGISTERS : surviving,
        hasOutEdges,
        hasInEdges);
  }

  NodeState withOutEdges() {
    return hasOutEdges ? this : new NodeState(tombstone, touch, whole, registers, true, hasInEdges);
  }

  NodeState withInEdges() {
    return hasInEdges ? this : new NodeState(tombstone, touch, whole, registers, hasOutEdges, true);
  }
}
