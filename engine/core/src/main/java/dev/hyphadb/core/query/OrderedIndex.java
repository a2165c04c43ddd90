package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueOrder;
import java.util.List;

/**
 * An index over the values of fields, in the order of {@link ValueOrder}, equal ones by marks of
 * elements, then by id. Every node has one entry for its values, and if some are lists one for each
 * combination with elements.
 */
public interface OrderedIndex {
  /** As it is shown. */
  String name();

  List<FieldPath> fields();

  /** Whether entries may stand for elements. */
  boolean hasLists();

  /** Whether the order of the entries is the order of results, and no entry is missing. */
  boolean isExact();

  /** Nodes without entries for elements because they are too many: candidates for everything. */
  List<String> outsiders();

  /**
   * Goes through a part of the index.
   *
   * @param from where to start within it, in the direction of the walk; {@code null} for its end
   */
  IndexCursor scan(KeyRange range, boolean isReverse, Position from);

  /**
   * Like {@link #scan}, but entries of the same values come the other way round by their ids. Only
   * without lists, and for ranges that leave the index's last field unequal.
   *
   * @param from with an id; {@code null} for the range's end
   */
  IndexCursor scanGroups(KeyRange range, boolean isReverse, Position from);

  /**
   * A place among the entries.
   *
   * @param value of the field behind those that the range makes equal
   * @param id the node behind whose entry to start; {@code null} to start with that value
   */
  record Position(Value value, String id) {}
}
