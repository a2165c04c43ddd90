package dev.hyphadb.core.query;

/**
 * Ids of nodes, as UTF-8, in the order of their bytes. Belongs to the thread that opened it. Arrays
 * handed in or out may not be changed.
 */
public interface SortedIds extends AutoCloseable {
  /** {@code null} at the end. */
  byte[] next();

  /** Goes to the first id that is not smaller, which costs as much as some steps. */
  byte[] seek(byte[] id);

  @Override
  void close();
}
