package dev.hyphadb.core.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Which part of the matches is asked for. Immutable.
 *
 * @param limit {@code Integer.MAX_VALUE} for all
 * @param after id of the node before the page; {@code null} for the start
 * @param before id of the node after the page; {@code null} for the end
 */
record Page(int limit, String after, String before) {
  boolean isEverything() {
    return limit == Integer.MAX_VALUE && !hasCursor();
  }

  boolean hasCursor() {
    return after != null || before != null;
  }

  /**
   * The part of the matches that is the page; empty when a cursor is not among them.
   *
   * @param matches in order
   */
  List<Row> of(Iterable<Row> matches) {
    List<Row> page = new ArrayList<>();
    boolean isOpen = after == null;
    boolean isCursorFound = before == null;
    for (Row row : matches) {
      if (row.id().equals(before)) {
        isCursorFound = true;
        break;
      }
      if (isOpen) {
        page.add(row);
        if (page.size() == limit && before == null) {
          break;
        }
      }
      isOpen = isOpen || row.id().equals(after);
    }
    if (!isCursorFound) {
      return List.of();
    }
    // Backwards, the page is what lies right before the cursor.
    return page.size() > limit ? page.subList(page.size() - limit, page.size()) : page;
  }
}
