package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;

/** A walk over all nodes in the order of their ids. */
final class NodeWalk implements Walk {
  private final GraphReader.NodeCursor cursor;
  private final Condition condition;
  private final Examined examined;

  NodeWalk(GraphReader.NodeCursor cursor, Condition condition, Examined examined) {
    this.cursor = cursor;
    this.condition = condition;
    this.examined = examined;
  }

  @Override
  public boolean next() {
    return cursor.next();
  }

  @Override
  public boolean startsGroup() {
    return false;
  }

  @Override
  public boolean mayMatch() {
    boolean mayMatch = condition.matches(cursor.view());
    // The others are counted when they are read.
    examined.nodes(mayMatch ? 0 : 1);
    return mayMatch;
  }

  @Override
  public Node node() {
    return cursor.node();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
