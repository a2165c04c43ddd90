package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of a store in a temporary directory, which goes when it is closed. For reading. */
final class StoreCopy implements Store {
  private static final System.Logger LOGGER = System.getLogger(StoreCopy.class.getName());

  private final Path directory;
  private final Store copy;

  private StoreCopy(Path directory, Store copy) {
    this.directory = directory;
    this.copy = copy;
  }

  /**
   * @param backup copies to an empty directory
   */
  static StoreCopy make(Consumer<Path> backup) {
    Path directory;
    try {
      directory = Files.createTempDirectory("hypha-copy");
    } catch (IOException e) {
      throw new StoreException(
          "Cannot make a directory for a copy of the database (" + e + "): check java.io.tmpdir",
          e);
    }
    try {
      backup.accept(directory);
      return new StoreCopy(directory, Storage.openToRead(directory));
    } catch (RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  @Override
  public byte[] get(Table table, byte[] key) {
    return copy.get(table, key);
  }

  @Override
  public Cursor scan(Table table, byte[] from, byte[] to) {
    return copy.scan(table, from, to);
  }

  @Override
  public Cursor scanReverse(Table table, byte[] from, byte[] to) {
    return copy.scanReverse(table, from, to);
  }

  @Override
  public void write(WriteBatch batch) {
    throw new StoreException("A snapshot cannot be written: write to the store");
  }

  @Override
  public void close() {
    copy.close();
    delete(directory);
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "A copy of a database stays in " + directory, e);
    }
  }
}
