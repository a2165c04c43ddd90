package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.query.ConditionParser.FieldUse;
import java.util.ArrayList;
import java.util.List;

/** Strict mode: a field that no node has is unknown, unless there are no nodes at all. */
final class FieldCheck {
  private final List<FieldUse> missing;
  private boolean hasNodes;

  FieldCheck(List<FieldUse> fields) {
    missing = new ArrayList<>(fields);
  }

  void see(NodeView node) {
    hasNodes = true;
    if (!missing.isEmpty()) {
      missing.removeIf(use -> use.field().find(node) != null);
    }
  }

  /**
   * @throws QueryException when a field is still missing
   */
  void finish() {
    if (hasNodes && !missing.isEmpty()) {
      FieldUse first = missing.get(0);
      throw new QueryException(
          "unknown-field", first.path(), "no node has a field " + first.field().text());
    }
  }
}
