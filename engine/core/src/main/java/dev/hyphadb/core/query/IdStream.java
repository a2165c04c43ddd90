package dev.hyphadb.core.query;

/** Ids of nodes, one after the other. Belongs to the thread that opened it. */
public interface IdStream extends AutoCloseable {
  /** {@code null} at the end. */
  String next();

  @Override
  void close();
}
