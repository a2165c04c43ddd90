package dev.hyphadb.jvm.storage;

/**
 * How a store is opened.
 *
 * @param engine the engine to use; {@code null} takes the one that wrote the directory, in a new
 *     directory the best that loads
 * @param syncWrites whether every write waits for the disk (survives a power cut) or only for the
 *     operating system (survives a killed process)
 * @param readOnly whether to open for reading only, beside a live writer too (RocksDB only)
 * @param salvage whether to show a damaged store as it was before the damage, as far as it can be
 *     read, where it would be refused otherwise; for reading only
 * @param cacheBytes size of the block cache that all tables of the store share
 * @param writeBufferBytes heap or native memory for writes that are not in sorted files yet, all
 *     tables together
 */
public record StorageOptions(
    StorageEngine engine,
    boolean syncWrites,
    boolean readOnly,
    boolean salvage,
    long cacheBytes,
    long writeBufferBytes) {

  public StorageOptions {
    if (salvage && !readOnly) {
      throw new IllegalArgumentException("what is salvaged is for reading only");
    }
    if (cacheBytes < 1 << 20 || writeBufferBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "cacheBytes and writeBufferBytes must be at least 1 MiB: "
              + cacheBytes
              + ", "
              + writeBufferBytes);
    }
  }

  /** The best engine there is, no fsync per write, 64 MiB of cache and of write buffers. */
  public static StorageOptions defaults() {
    return new StorageOptions(null, false, false, false, 64L << 20, 64L << 20);
  }

  public StorageOptions withEngine(StorageEngine engine) {
    return new StorageOptions(engine, syncWrites, readOnly, salvage, cacheBytes, writeBufferBytes);
  }

  public StorageOptions withSyncWrites(boolean syncWrites) {
    return new StorageOptions(engine, syncWrites, readOnly, salvage, cacheBytes, writeBufferBytes);
  }

  public StorageOptions withReadOnly(boolean readOnly) {
    return new StorageOptions(engine, syncWrites, readOnly, salvage, cacheBytes, writeBufferBytes);
  }

  /** For reading what is left of a damaged store. */
  public StorageOptions salvaging() {
    return new StorageOptions(engine, syncWrites, true, true, cacheBytes, writeBufferBytes);
  }

  public StorageOptions withCacheBytes(long cacheBytes) {
    return new StorageOptions(engine, syncWrites, readOnly, salvage, cacheBytes, writeBufferBytes);
  }
}
