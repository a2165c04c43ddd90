package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.HashSet;
import java.util.Set;

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
   * @param value {@code null} when the write removed the field
   */
  record FieldRegister(String name, Stamp stamp, Value value) {}

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
      if (register.value == null || !register.stamp.equals(stamp)) {
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

  /** The shown fields after a write, of which only what is later than the registers counts. */
  Fields preview(Fields shown, Mutation.Set set, Stamp stamp) {
    if (isKilled(stamp)) {
      return shown;
    }
    Set<String> newer = new HashSet<>();
    for (FieldRegister register : registers()) {
      if (register.stamp().isAfter(stamp)) {
        newer.add(register.name());
      }
    }
    Fields.Builder after = Fields.builder();
    shown.forEach((name, value) -> {
      if (newer.contains(name) || !set.fields().has(name) && !set.unset().contains(name)) {
        after.put(name, value);
      }
    });
    set.fields()
        .forEach((name, value) -> {
          if (!newer.contains(name)) {
            after.put(name, value);
          }
        });
    return after.build();
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
