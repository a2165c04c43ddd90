package dev.hyphadb.browser.store;

/** Where a {@link HeapStore} writes down each batch. */
@FunctionalInterface
public interface Journal {
  /**
   * Appends a record, wholly or not at all.
   *
   * @param buffer holds the record in its first {@code length} bytes; it is used again afterwards
   * @throws dev.hyphadb.core.store.StoreException when it cannot be written
   */
  void append(byte[] buffer, int length);
}
