package dev.hyphadb.browser.store;

/** Sorted entries of one table: one layer of it. */
interface Entries {
  /** Stands for a key that lower layers may have and this one deleted. Compared by identity. */
  byte[] DELETED = new byte[0];

  /** The value, {@link #DELETED}, or {@code null} when this layer does not know the key. */
  byte[] get(byte[] key);

  /**
   * A position in the layer: at the first entry whose key is not smaller than the given one.
   *
   * @param key {@code null} for the start of the table
   */
  Walk from(byte[] key);

  /**
   * A position in the layer: at the last entry whose key is smaller than the given one.
   *
   * @param key {@code null} for the end of the table
   */
  Walk before(byte[] key);

  /** Moves over entries; {@link #key()} is {@code null} beyond either end. */
  interface Walk {
    byte[] key();

    /** The value, or {@link Entries#DELETED}. */
    byte[] value();

    void forward();

    void back();
  }
}
