package dev.hyphadb.core.query;

import dev.hyphadb.core.value.Value;

/** A position among the entries of an ordered index. Belongs to the thread that opened it. */
public interface IndexCursor extends AutoCloseable {
  boolean next();

  /** The node's id. */
  String id();

  /** Whether the entry stands for an element of a list in that field or a later one. */
  boolean hasElementsFrom(int field);

  /** The value or the element; {@code null} when the node has no such field. */
  Value value(int field);

  /** Whether the entry differs from the one before it in one of so many first fields. */
  boolean startsGroup(int fields);

  @Override
  void close();
}
