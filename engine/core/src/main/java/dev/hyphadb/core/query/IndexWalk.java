package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A walk over an ordered index whose first fields are bound to values. */
final class IndexWalk implements Walk {
  private final IndexCursor cursor;
  private final int groupFields;
  private final int boundFields;
  private final List<Filter> filters;
  private final Function<String, Node> nodes;
  private final Examined examined;

  /** What the entry itself can tell. */
  private record Filter(int field, FieldTest test) {}

  /**
   * @param boundFields how many of the index's first fields the range makes equal
   * @param isSorted whether the order is by the next one
   */
  IndexWalk(
      OrderedIndex index,
      IndexCursor cursor,
      int boundFields,
      boolean isSorted,
      List<Condition> parts,
      Function<String, Node> nodes,
      Examined examined) {
    this.cursor = cursor;
    this.boundFields = boundFields;
    this.groupFields = boundFields + (isSorted ? 1 : 0);
    this.filters = filters(index, boundFields, parts);
    this.nodes = nodes;
    this.examined = examined;
  }

  static int filterCount(OrderedIndex index, int from, List<Condition> parts) {
    return filters(index, from, parts).size();
  }

  private static List<Filter> filters(OrderedIndex index, int from, List<Condition> parts) {
    List<Filter> filters = new ArrayList<>();
    for (int i = from; i < index.fields().size(); i++) {
      for (Condition part : parts) {
        if (part instanceof Condition.OnField onField
            && onField.path().equals(index.fields().get(i))) {
          filters.add(new Filter(i, onField.test()));
        }
      }
    }
    return filters;
  }

  @Override
  public boolean next() {
    boolean isThere = cursor.next();
    if (isThere) {
      examined.entry();
    }
    return isThere;
  }

  @Override
  public boolean startsGroup() {
    return cursor.startsGroup(groupFields);
  }

  @Override
  public boolean mayMatch() {
    // Of the values behind the bound ones only the whole ones count: each node has them once.
    if (cursor.hasElementsFrom(boundFields)) {
      return false;
    }
    for (Filter filter : filters) {
      if (!filter.test.passes(cursor.value(filter.field))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Node node() {
    return nodes.apply(cursor.id());
  }

  @Override
  public void close() {
    cursor.close();
  }
}
