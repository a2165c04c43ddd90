package dev.hyphadb.jvm.storage;

import java.util.Locale;

/** What lies below a store. The names, in lower case, are part of the {@code FORMAT} file. */
public enum StorageEngine {
  /** RocksDB through JNI: the engine wherever its native library loads. */
  ROCKSDB,
  /** H2's MVStore behind an append journal: pure Java, slower. */
  MVSTORE,
  /** The heap: nothing survives {@code close}. */
  MEMORY;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
