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
 * and not moved. Changed ones stay, however many there are, until they are flushed.
 */
final class NodeSlots {
  private final int entriesMax;
  private final List<NodeSlot> changed = new ArrayList<>();

  private final Map<String, NodeSlot> slots =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NodeSlot> eldest) {
          return size() > entriesMax && !eldest.getValue().isChanged();
        }
      };

  NodeSlots(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /** {@code null} when nothing is known of the node. */
  NodeSlot get(String id) {
    return slots.get(id);
  }

  NodeSlot add(String id, byte[] key, NodeState state) {
    NodeSlot slot = new NodeSlot(id, key, state);
    slots.put(id, slot);
    return slot;
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
      batch.put(Table.NODE, slot.key(), slot.flush(writer));
    }
    changed.clear();
    Iterator<NodeSlot> eldestFirst = slots.values().iterator();
    while (slots.size() > entriesMax) {
      eldestFirst.next();
      eldestFirst.remove();
    }
  }
}
