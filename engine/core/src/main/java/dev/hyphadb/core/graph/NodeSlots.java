package dev.hyphadb.core.graph;

import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.PackWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that are changed and those that were used last, in one map: a new node is entered once
 * and not moved. Bounded in number and in bytes; changed ones stay, however many there are, until
 * they are flushed.
 */
final class NodeSlots {
  private final int entriesMax;
  private final long bytesMax;
  private final List<NodeSlot> changed = new ArrayList<>();

  /** The one that was not used for the longest time first. */
  private final Map<String, NodeSlot> slots = new LinkedHashMap<>(256, 0.75f, true);

  private long bytes;

  /**
   * @param bytesMax of stored records, which take some times that on the heap
   */
  NodeSlots(int entriesMax, long bytesMax) {
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
  }

  /** {@code null} when nothing is known of the node. */
  NodeSlot get(String id) {
    return slots.get(id);
  }

  /**
   * Forgets another one perhaps, so that a slot is only good until the next one is added.
   *
   * @param recordBytes how long the stored record is, 0 where there is none
   */
  NodeSlot add(String id, byte[] key, NodeState state, int recordBytes) {
    shrink();
    NodeSlot slot = new NodeSlot(id, key, state, recordBytes);
    slots.put(id, slot);
    bytes += recordBytes;
    return slot;
  }

  private void shrink() {
    if (slots.size() < entriesMax && bytes <= bytesMax) {
      return;
    }
    Iterator<NodeSlot> eldestFirst = slots.values().iterator();
    while (eldestFirst.hasNext() && (slots.size() >= entriesMax || bytes > bytesMax)) {
      NodeSlot eldest = eldestFirst.next();
      if (eldest.isChanged()) {
        return;
      }
      bytes -= eldest.recordBytes();
      eldestFirst.remove();
    }
  }

  void change(NodeSlot slot, NodeState to) {
    if (!slot.isChanged()) {
      changed.add(slot);
    }
    slot.change(to);
  }

  /** Those that the next {@link #flush} writes. */
  Set<String> changedIds() {
    Set<String> ids = new LinkedHashSet<>(changed.size() * 2);
    changed.forEach(slot -> ids.add(slot.id()));
    return ids;
  }

  /**
   * @param changes told of each node that is written
   */
  void flush(WriteBatch batch, NodeChanges changes) {
    PackWriter writer = new PackWriter(1024);
    for (NodeSlot slot : changed) {
      changes.add(slot.pending(), batch);
      bytes -= slot.recordBytes();
      batch.put(Table.NODE, slot.key(), slot.flush(writer));
      bytes += slot.recordBytes();
    }
    changed.clear();
    shrink();
  }
}
