package dev.hyphadb.jvm.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTest {
  private static final StorageOptions DEFAULTS = StorageOptions.defaults();

  @TempDir Path directory;

  @Test
  void aNewDirectoryGetsRocksDbAndRemembersIt() throws IOException {
    try (Store store = Storage.open(directory, DEFAULTS)) {
      assertInstanceOf(RocksDbStore.class, store);
    }
    assertEquals("hyphadb-store 1 rocksdb\n", Files.readString(directory.resolve("FORMAT")));
    refused("rocksdb", () -> Storage.open(directory, DEFAULTS.withEngine(StorageEngine.MVSTORE)));
  }

  @Test
  void mvStoreStepsInWhereTheNativeLibraryDoesNotLoad() {
    Runnable broken =
        () -> {
          throw new UnsatisfiedLinkError("no such library");
        };
    try (Store store = Storage.open(directory, DEFAULTS, broken)) {
      assertInstanceOf(MvStore.class, store);
      put(store, 1);
    }
    try (Store store = Storage.open(directory, DEFAULTS)) {
      assertInstanceOf(MvStore.class, store, "the directory remembers");
      assertEquals(1, store.get(Table.NODE, Keys.ofLong(1)).length);
    }
    Path other = directory.resolve("other");
    Storage.open(other, DEFAULTS).close();
    refused("native library", () -> Storage.open(other, DEFAULTS, broken));
  }

  @Test
  void memoryTouchesNothing() throws IOException {
    Path untouched = directory.resolve("none");
    Storage.open(untouched, DEFAULTS.withEngine(StorageEngine.MEMORY)).close();
    assertFalse(Files.exists(untouched));
    assertInstanceOf(
        MemoryStore.class, Storage.open(untouched, DEFAULTS.withEngine(StorageEngine.MEMORY)));
  }

  @Test
  void unknownFormatsAreRefused() throws IOException {
    Path format = directory.resolve("FORMAT");
    Files.writeString(format, "hyphadb-store 2 rocksdb\n");
    refused("version that wrote it", () -> Storage.open(directory, DEFAULTS));
    Files.write(format, new byte[1000]);
    refused("not a HyphaDB format", () -> Storage.open(directory, DEFAULTS));
    Files.delete(format);
    Files.createDirectory(directory.resolve("rocksdb"));
    refused("FORMAT is missing", () -> Storage.open(directory, DEFAULTS));
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageEngine.class,
      names = {"ROCKSDB", "MVSTORE"})
  void aSecondHandleIsRefused(StorageEngine engine) {
    StorageOptions options = DEFAULTS.withEngine(engine);
    try (Store first = Storage.open(directory, options)) {
      refused("has it open: close that one first", () -> Storage.open(directory, options));
      put(first, 1);
      assertEquals(1, first.get(Table.NODE, Keys.ofLong(1)).length);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    refused("choose a directory", () -> Storage.open(file.resolve("db"), DEFAULTS));
    refused("choose a directory", () -> RocksDbStore.open(file.resolve("db"), DEFAULTS));
    refused("choose a directory", () -> MvStore.open(file.resolve("db"), DEFAULTS));
  }

  @Test
  void readOnlyReadsBesideTheWriterAndNeverWrites() {
    StorageOptions readOnly = DEFAULTS.withReadOnly(true);
    refused("no store", () -> Storage.open(directory, readOnly));
    try (Store writer = Storage.open(directory, DEFAULTS)) {
      put(writer, 7);
      try (Store reader = Storage.open(directory, readOnly)) {
        assertEquals(7, reader.get(Table.NODE, Keys.ofLong(7)).length);
        refused("read-only", () -> put(reader, 8));
      }
      put(writer, 8);
    }
  }

  @Test
  void aDamagedTableFileIsReportedAndTheRestStaysReadable() throws IOException {
    Random random = new Random(3);
    byte[] value = new byte[1000];
    try (Store store = Storage.open(directory, DEFAULTS)) {
      for (int key = 0; key < 2000; key++) {
        random.nextBytes(value);
        WriteBatch batch = new WriteBatch();
        batch.put(Table.NODE, Keys.ofLong(key), value.clone());
        store.write(batch);
      }
      put(store, 5000);
    }
    try (RandomAccessFile file = new RandomAccessFile(largestTableFile().toFile(), "rw")) {
      file.seek(1_000_000);
      file.write(new byte[200]);
    }
    int unreadable = 0;
    try (Store store = Storage.open(directory, DEFAULTS)) {
      for (int key = 0; key < 2000; key++) {
        try {
          assertEquals(1000, store.get(Table.NODE, Keys.ofLong(key)).length);
        } catch (StoreException e) {
          assertTrue(e.getMessage().contains("damaged"), e.getMessage());
          unreadable++;
        }
      }
      refused(
          "damaged",
          () -> {
            try (Store.Cursor cursor = store.scan(Table.NODE, null, null)) {
              while (cursor.next()) {}
            }
          });
    }
    assertTrue(unreadable > 0 && unreadable < 20, unreadable + " keys unreadable");
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageEngine.class,
      names = {"ROCKSDB", "MVSTORE"})
  void aDamagedHeadIsRefusedWithTheRemedy(StorageEngine engine) throws IOException {
    StorageOptions options = DEFAULTS.withEngine(engine);
    try (Store store = Storage.open(directory, options)) {
      put(store, 1);
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory.resolve(engine.label()))) {
      files =
          entries
              .filter(p -> p.getFileName().toString().matches("MANIFEST.*|tables\\.mv"))
              .toList();
    }
    assertEquals(1, files.size());
    byte[] garbage = new byte[(int) Files.size(files.getFirst())];
    Arrays.fill(garbage, (byte) 0x5a);
    Files.write(files.getFirst(), garbage);
    refused("damaged", () -> Storage.open(directory, options));
    assertArrayEquals(garbage, Files.readAllBytes(files.getFirst()), "left for the rescue");
  }

  private Path largestTableFile() throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve("rocksdb"))) {
      return entries
          .filter(p -> p.toString().endsWith(".sst"))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private static void put(Store store, long key) {
    WriteBatch batch = new WriteBatch();
    batch.put(Table.NODE, Keys.ofLong(key), new byte[(int) Math.min(key, 100)]);
    store.write(batch);
  }

  private static void refused(String part, org.junit.jupiter.api.function.Executable use) {
    String message = assertThrows(StoreException.class, use).getMessage();
    assertTrue(message.contains(part), message);
  }
}
