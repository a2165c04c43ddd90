package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Verification;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageEngine;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files overwritten below a closed database: an error that names them, or a finding. */
@Tag("chaos")
class DamagedFilesIT {
  private static final int NODES = 2000;

  @TempDir Path directory;

  private Path store(StorageEngine engine) {
    Path own = directory.resolve("db");
    Storage.open(own, StorageOptions.defaults().withEngine(engine)).close();
    try (Hypha database = open()) {
      for (int i = 0; i < NODES; i += 500) {
        int from = i;
        database.batch(b -> {
          for (int n = from; n < from + 500; n++) {
            b.put(Map.of("n", n, "text", "some text that fills blocks " + n * 7919L), "n" + n);
          }
        });
      }
    }
    return own;
  }

  private Hypha open() {
    return Hypha.open("db", Options.local().withDirectory(directory));
  }

  private static List<Path> files(Path folder, String pattern) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    }
  }

  private static void overwriteMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 3; i < bytes.length * 2 / 3; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
  }

  private static void requireRemedy(StoreException failure, Path own) {
    assertTrue(failure.getMessage().contains(own.toString()), failure.getMessage());
    assertTrue(
        failure.getMessage().contains("damaged") && failure.getMessage().contains("backup"),
        failure.getMessage());
  }

  @Test
  void tablesOfRocksDb() throws IOException {
    Path own = store(StorageEngine.ROCKSDB);
    List<Path> tables = files(own.resolve("rocksdb"), ".*\\.sst");
    assertFalse(tables.isEmpty());
    for (Path table : tables) {
      overwriteMiddle(table);
    }
    try {
      Verification.Report report = Hypha.verify(own, Progress.NONE);
      assertFalse(report.isSound());
      assertTrue(
          report.findings().stream().anyMatch(f -> f.problem().contains("damaged")),
          () -> report.findings().toString());
    } catch (StoreException e) {
      requireRemedy(e, own);
    }
    StoreException failure =
        assertThrows(
            StoreException.class,
            () -> {
              try (Hypha database = open()) {
                for (int i = 0; i < NODES; i++) {
                  database.get("n" + i);
                }
              }
            });
    requireRemedy(failure, own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANIFEST-.*", "CURRENT"})
  void descriptionsOfRocksDb(String pattern) throws IOException {
    Path own = store(StorageEngine.ROCKSDB);
    for (Path file : files(own.resolve("rocksdb"), pattern)) {
      overwriteMiddle(file);
    }
    requireRemedy(assertThrows(StoreException.class, this::open), own);
    requireRemedy(assertThrows(StoreException.class, () -> Hypha.verify(own, Progress.NONE)), own);
  }

  @Test
  void tablesOfMvStore() throws IOException {
    Path own = store(StorageEngine.MVSTORE);
    overwriteMiddle(own.resolve("mvstore").resolve("tables.mv"));
    try {
      Verification.Report report = Hypha.verify(own, Progress.NONE);
      assertFalse(report.isSound());
    } catch (StoreException e) {
      requireRemedy(e, own);
    }
  }

  @Test
  void anUndamagedStoreIsReadWhole() {
    Path own = store(StorageEngine.ROCKSDB);
    assertEquals(NODES, Hypha.verify(own, Progress.NONE).nodes());
  }
}
