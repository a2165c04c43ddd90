package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;

/** A walk over all nodes in the order of their ids. */
final class NodeWalk implements Walk {
  private final GraphReader.NodeCursor cursor;

  NodeWalk(GraphReader.NodeCursor cursor) {
    this.cursor = cursor;
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
    return true;
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
