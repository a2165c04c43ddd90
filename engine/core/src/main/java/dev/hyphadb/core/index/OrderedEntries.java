package dev.hyphadb.core.index;

import dev.hyphadb.core.query.FieldPath;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Objects;

/**
 * Entries of an ordered index: {@code values of the fields, marks, id}. A node has an entry for the
 * values of its fields, absent ones too, and more for each combination with elements of those that
 * are lists. The marks, a bit for each field, say which are elements; so the entries without marks
 * are every node once.
 */
final class OrderedEntries {
  private static final long TOO_MANY = IndexEntries.ENTRIES_MAX + 1;

  private final IndexKeys key;
  private final Value[] values;
  private final IndexEntries target;

  private OrderedEntries(Value[] values, IndexEntries target) {
    this.key = target.startKey();
    this.values = values;
    this.target = target;
  }

  static void collect(List<FieldPath> fields, String id, Fields value, IndexEntries target) {
    Value[] values = new Value[fields.size()];
    long combinations = 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = fields.get(i).find(id, value);
      if (values[i] instanceof Value.Items items) {
        combinations = Math.min(combinations, TOO_MANY) * (1 + items.values().size());
        target.noteList();
      }
    }
    boolean hasTooMany = combinations >= TOO_MANY;
    if (hasTooMany) {
      target.addOutside();
    }
    OrderedEntries entries = new OrderedEntries(values, target);
    entries.combine(0, 0, !hasTooMany);
  }

  /** Whether one of the fields is not the same in both values of a node. */
  static boolean differ(List<FieldPath> fields, String id, Fields before, Fields after) {
    for (FieldPath field : fields) {
      if (!Objects.equals(field.find(id, before), field.find(id, after))) {
        return true;
      }
    }
    return false;
  }

  private void combine(int field, int marks, boolean withElements) {
    if (field == values.length) {
      target.add(key.put(marks).put(target.nodeKey()).toBytes(), IndexEntries.NOTHING);
      return;
    }
    int start = key.length();
    write(values[field]);
    combine(field + 1, marks, withElements);
    key.cut(start);
    if (withElements && values[field] instanceof Value.Items items) {
      for (Value item : items.values()) {
        write(item);
        combine(field + 1, marks | 1 << field, true);
        key.cut(start);
      }
    }
  }

  private void write(Value value) {
    if (ValueKey.write(value, key)) {
      target.noteCut();
    }
  }
}
