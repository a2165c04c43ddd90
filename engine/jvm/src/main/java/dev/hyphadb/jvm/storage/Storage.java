package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;

/** Opens a directory with the engine that wrote it, a new one with the best engine that loads. */
public final class Storage {
  private static final System.Logger LOG = System.getLogger(Storage.class.getName());
  private static final int VERSION = 1;
  private static final String MAGIC = "hyphadb-store";
  private static final long COPY_BATCH_BYTES = 1 << 20;
  private static final int COPY_BATCH_CHANGES = 1000;

  private Storage() {}

  /**
   * Opens the store in that directory, creating both where they do not exist. The directory is not
   * touched when memory is asked for.
   *
   * @throws StoreException when the directory belongs to another engine or version, is open
   *     elsewhere, cannot be written, or is damaged; the message names it and the remedy
   */
  public static Store open(Path directory, StorageOptions options) {
    return open(directory, options, RocksDB::loadLibrary);
  }

  /** For tests: {@code loadNative} stands for loading RocksDB's native library. */
  static Store open(Path directory, StorageOptions options, Runnable loadNative) {
    if (options.engine() == StorageEngine.MEMORY) {
      return new MemoryStore();
    }
    StorageEngine written = writtenBy(directory);
    if (written != null && options.engine() != null && written != options.engine()) {
      throw new StoreException(
          directory
              + " was written by the "
              + written.label()
              + " engine and cannot be opened with "
              + options.engine().label()
              + ": leave the engine option out, or choose another directory");
    }
    StorageEngine asked = written != null ? written : options.engine();
    StorageEngine engine =
        asked == StorageEngine.MVSTORE ? asked : loadable(asked, directory, loadNative);
    if (written == null) {
      if (options.readOnly()) {
        throw new StoreException("There is no store in " + directory + " to open read-only");
      }
      remember(directory, engine);
    }
    Path below = directory.resolve(engine.label());
    return engine == StorageEngine.ROCKSDB
        ? RocksDbStore.open(below, options)
        : MvStore.open(below, options);
  }

  /**
   * Opens what is stored in that directory without changing it where the engine can: RocksDB, also
   * beside a live writer; MVStore replays its journals.
   */
  public static Store openToRead(Path directory) {
    return open(directory, StorageOptions.defaults().withReadOnly(isRocksDb(directory)));
  }

  /** Whether {@link #openToRead} works while a writer has the store open. */
  public static boolean isReadBesideWriter(Path directory) {
    return isRocksDb(directory);
  }

  /**
   * Opens what can still be read of a damaged store: as it was before the damage, where that is in
   * the newest writes. Reading throws where a file is damaged.
   */
  public static Store openToSalvage(Path directory) {
    StorageOptions options = StorageOptions.defaults();
    return open(directory, isRocksDb(directory) ? options.salvaging() : options);
  }

  private static boolean isRocksDb(Path directory) {
    StorageEngine engine = writtenBy(directory);
    if (engine == null) {
      throw new StoreException("There is no database in " + directory + ": check the name");
    }
    return engine == StorageEngine.ROCKSDB;
  }

  /** Whether a database was stored in that directory, whatever its state. */
  public static boolean isStore(Path directory) {
    return writtenBy(directory) != null;
  }

  /** What the files of a database take, about: files may come and go meanwhile. */
  public static long sizeBytes(Path directory) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        bytes += file.toFile().length();
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new StoreException("Cannot read the directory " + directory + ": " + e, e);
    }
    return bytes;
  }

  /**
   * Copies a store as it is now to a directory that {@link #open} takes, while writes go on. The
   * copy is complete once this returns; one that was cut off is refused by {@link #open}.
   *
   * @param snapshot makes the {@linkplain Store#snapshot() snapshot} to copy, for engines that
   *     cannot copy files
   * @param target does not exist, or is empty
   * @throws StoreException when the target is in use or cannot be written
   */
  public static void backup(Store store, Supplier<Store> snapshot, Path target) {
    try {
      Files.createDirectories(target);
      try (Stream<Path> entries = Files.list(target)) {
        if (entries.findAny().isPresent()) {
          throw new StoreException(target + " is not empty: choose a new directory for the backup");
        }
      }
      if (store instanceof RocksDbStore rocksDb) {
        rocksDb.copyTo(target.toAbsolutePath().resolve(StorageEngine.ROCKSDB.label()));
        remember(target, StorageEngine.ROCKSDB);
        return;
      }
    } catch (IOException e) {
      throw new StoreException(
          "Cannot back up to " + target + " (" + e + "): choose a directory this user may write to",
          e);
    }
    StorageEngine engine = store instanceof MvStore ? StorageEngine.MVSTORE : null;
    try (Store source = snapshot.get();
        Store copy = open(target, StorageOptions.defaults().withEngine(engine))) {
      // The replica's own record last: a copy that was cut off must not pass for a database.
      for (Table table : Table.values()) {
        if (table != Table.META) {
          copy(source, copy, table);
        }
      }
      copy(source, copy, Table.META);
    }
  }

  private static void copy(Store source, Store target, Table table) {
    try (Store.Cursor cursor = source.scanWhole(table)) {
      WriteBatch batch = new WriteBatch();
      long bytes = 0;
      while (cursor.next()) {
        batch.put(table, cursor.key(), cursor.value());
        bytes += cursor.key().length + cursor.value().length;
        if (bytes > COPY_BATCH_BYTES || batch.changes().size() > COPY_BATCH_CHANGES) {
          target.write(batch);
          batch = new WriteBatch();
          bytes = 0;
        }
      }
      target.write(batch);
    }
  }

  private static StorageEngine loadable(StorageEngine asked, Path directory, Runnable loadNative) {
    try {
      loadNative.run();
      return StorageEngine.ROCKSDB;
    } catch (RuntimeException | LinkageError e) {
      if (asked == StorageEngine.ROCKSDB) {
        throw new StoreException(
            directory
                + " needs RocksDB, whose native library does not load here ("
                + e
                + "): make java.io.tmpdir writable and executable, or open it on a platform RocksDB"
                + " supports",
            e);
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "Storing {0} with MVStore, which is slower: RocksDB''s native library does not load"
              + " ({1})",
          directory,
          e);
      return StorageEngine.MVSTORE;
    }
  }

  private static StorageEngine writtenBy(Path directory) {
    Path format = directory.resolve("FORMAT");
    try {
      if (!Files.exists(format)) {
        for (StorageEngine engine : StorageEngine.values()) {
          if (Files.exists(directory.resolve(engine.label()))) {
            throw new StoreException(
                format
                    + " is missing beside data of "
                    + engine.label()
                    + ": restore it from a backup, or"
                    + " write the line '"
                    + line(engine)
                    + "' into it");
          }
        }
        return null;
      }
      return parse(format, new String(read(format), StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      throw new StoreException("Cannot read " + format + " (" + e + "): check its permissions", e);
    }
  }

  private static byte[] read(Path format) throws IOException {
    try (var in = Files.newInputStream(format)) {
      return in.readNBytes(100);
    }
  }

  private static StorageEngine parse(Path format, String text) {
    for (StorageEngine engine : StorageEngine.values()) {
      if (engine != StorageEngine.MEMORY && text.equals(line(engine))) {
        return engine;
      }
    }
    throw new StoreException(
        format
            + (text.startsWith(MAGIC + " ")
                ? " names a format this version does not know: open it with the version that wrote"
                    + " it"
                : " is not a HyphaDB format file: choose another directory, or restore it from a"
                    + " backup"));
  }

  private static String line(StorageEngine engine) {
    return MAGIC + " " + VERSION + " " + engine.label();
  }

  /** Before the engine writes anything, so that its data never stands without it. */
  private static void remember(Path directory, StorageEngine engine) {
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempFile(directory, "FORMAT", ".new");
      Files.writeString(fresh, line(engine) + "\n");
      Files.move(fresh, directory.resolve("FORMAT"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(
          "Cannot create a store in "
              + directory
              + " ("
              + e
              + "): choose a directory this user may write to",
          e);
    }
  }
}
