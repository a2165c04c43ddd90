package dev.hyphadb.core.store;

/**
 * The storage port: ordered byte-key tables with atomic write batches and consistent iteration
 * (DESIGN.md section 2).
 *
 * <p>Keys are compared as unsigned bytes, shorter first on a common prefix. Arrays handed in or out
 * are not copied: neither side may change them afterwards.
 *
 * <p>Threads: {@link #write} has one caller at a time, the database's owner; {@link #get} and
 * {@link #scan} may be called from any thread at any time and see the last write that had returned
 * when they were called.
 */
public interface Store extends AutoCloseable {
  /** Returns the value stored under the key, or {@code null} when there is none. */
  byte[] get(Table table, byte[] key);

  /**
   * Iterates over the keys in {@code [from, to)} in ascending order, on a consistent view taken at
   * the call.
   *
   * @param from first key, inclusive; {@code null} for the start of the table
   * @param to end, exclusive; {@code null} for the end of the table
   */
  Cursor scan(Table table, byte[] from, byte[] to);

  /**
   * Goes through a whole table in ascending order: a scan that is likely to be read to its end, so
   * that a store may read far ahead, and past what it keeps for others.
   */
  default Cursor scanWhole(Table table) {
    return scan(table, null, null);
  }

  /** Like {@link #scan} in descending order. */
  Cursor scanReverse(Table table, byte[] from, byte[] to);

  /**
   * Applies the batch, wholly or not at all. When this returns the batch survives a killed process.
   *
   * @throws StoreException when the batch could not be made durable (disk full, read-only, broken):
   *     nothing of it is visible afterwards
   */
  void write(WriteBatch batch);

  /**
   * The store as it is now, whatever is written later: for reading only, to be closed. Call it
   * while nobody writes. Engines override it with what they have for this; here everything is
   * copied to the heap.
   */
  default Store snapshot() {
    MemoryStore copy = new MemoryStore();
    for (Table table : Table.values()) {
      WriteBatch batch = new WriteBatch();
      try (Cursor cursor = scanWhole(table)) {
        while (cursor.next()) {
          batch.put(table, cursor.key(), cursor.value());
        }
      }
      copy.write(batch);
    }
    return copy;
  }

  /** Flushes and releases everything. Idempotent. */
  @Override
  void close();

  /**
   * A position in a scan, before the first entry until {@link #next()} has been called. Belongs to
   * the thread that opened it.
   */
  interface Cursor extends AutoCloseable {
    /** Moves to the next entry; false when there is none. */
    boolean next();

    /** Like {@link #next()}, and lends the value there, which costs less than {@link #value}. */
    default boolean next(LentBytes value) {
      if (!next()) {
        return false;
      }
      value.lend(value());
      return true;
    }

    /**
     * Goes on from a key, forth or back, as if the scan had begun there: {@link #next()} then moves
     * to the first entry whose key is not smaller, in a descending scan to the last one whose key
     * is smaller; within the range of the scan, and in the view that it took.
     */
    void seek(byte[] key);

    /** The key at this position. */
    byte[] key();

    /** The value at this position. */
    byte[] value();

    @Override
    void close();
  }
}
