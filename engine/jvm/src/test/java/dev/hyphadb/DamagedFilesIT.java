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
import dev.hyphadb.jvm.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
  void whatIsLeftOfDamagedTablesIsSalvaged() throws IOException {
    Path own = store(StorageEngine.ROCKSDB);
    for (Path table : files(own.resolve("rocksdb"), ".*\\.sst")) {
      byte[] bytes = Files.readAllBytes(table);
      // A block in the first half of each large one; what describes a table is at its end.
      for (int i = 0; i < 300 && bytes.length > 20_000; i++) {
        bytes[bytes.length / 4 + i] ^= 0x55;
      }
      Files.write(table, bytes);
    }
    Path file = directory.resolve("salvaged");
    TransferReport report = Hypha.salvage(own, file, Progress.NONE);
    assertTrue(report.gaps() > 0, report.toString());
    assertTrue(report.nodes() > NODES / 2 && report.nodes() < NODES, report.toString());
    assertEquals(report.nodes(), Files.readAllLines(file).size());
  }

  /** As a killed process leaves it: nothing is in tables yet, all in the log. */
  private Path killed() throws IOException {
    Path own = directory.resolve("killed");
    try (Hypha database = open()) {
      for (int i = 0; i < NODES; i++) {
        database.put(Map.of("n", i, "text", "some text " + i * 7919L), "n" + i);
      }
      copy(directory.resolve("db"), own);
    }
    return own;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> all = Files.list(from)) {
      for (Path file : all.toList()) {
        if (Files.isDirectory(file)) {
          copy(file, to.resolve(file.getFileName()));
        } else if (!file.getFileName().toString().matches("LOCK|owner\\..*")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private static Path log(Path own) throws IOException {
    List<Path> logs = files(own.resolve("rocksdb"), "\\d+\\.log");
    assertEquals(1, logs.size());
    return logs.get(0);
  }

  private long nodesOf(String name) {
    try (Hypha database = Hypha.open(name, Options.local().withDirectory(directory))) {
      return database.status().nodes();
    }
  }

  @Test
  void aLogWithoutItsEndOpensAndOneThatIsDamagedBeforeDoesNot() throws IOException {
    Path own = killed();
    byte[] whole = Files.readAllBytes(log(own));
    copy(own, directory.resolve("whole"));
    assertEquals(NODES, nodesOf("whole"));

    copy(own, directory.resolve("torn"));
    Files.write(log(directory.resolve("torn")), Arrays.copyOf(whole, whole.length - 5));
    assertEquals(NODES - 1, nodesOf("torn"));

    copy(own, directory.resolve("grown"));
    Files.write(log(directory.resolve("grown")), Arrays.copyOf(whole, whole.length + 5000));
    assertEquals(NODES, nodesOf("grown"));

    copy(own, directory.resolve("zeroed"));
    byte[] zeroed = whole.clone();
    Arrays.fill(zeroed, whole.length / 2, whole.length / 2 + 4096, (byte) 0);
    Files.write(log(directory.resolve("zeroed")), zeroed);
    requireRemedy(
        assertThrows(StoreException.class, () -> nodesOf("zeroed")), directory.resolve("zeroed"));

    long seed = System.nanoTime();
    System.out.println("DamagedFilesIT log, seed " + seed);
    Random random = new Random(seed);
    // The last write cannot be told from one that was cut off.
    int last = whole.length - 1000;
    for (int run = 0; run < 40; run++) {
      byte[] flipped = whole.clone();
      // Lengths near the end are what RocksDB would believe.
      int position = run % 2 == 0 ? random.nextInt(last) : last - random.nextInt(20_000);
      flipped[position] ^= (byte) (1 << random.nextInt(8));
      Path damaged = directory.resolve("flipped" + run);
      copy(own, damaged);
      Files.write(log(damaged), flipped);
      requireRemedy(
          assertThrows(
              StoreException.class,
              () -> nodesOf(damaged.getFileName().toString()),
              "seed " + seed + ", run " + run + ", byte " + position),
          damaged);
    }
  }

  @Test
  void whatIsBeforeTheDamageInALogIsSalvaged() throws IOException {
    Path own = killed();
    byte[] bytes = Files.readAllBytes(log(own));
    bytes[bytes.length / 2] ^= 1;
    Files.write(log(own), bytes);
    StoreException failure =
        assertThrows(StoreException.class, () -> Hypha.verify(own, Progress.NONE));
    requireRemedy(failure, own);
    assertTrue(failure.getMessage().contains("salvage"), failure.getMessage());
    Path file = directory.resolve("salvaged");
    long nodes = Hypha.salvage(own, file, Progress.NONE).nodes();
    assertTrue(nodes > NODES / 3 && nodes < NODES * 2 / 3, nodes + " nodes");
    assertTrue(Files.readAllLines(file).get(0).contains("\"id\":\"n0\""));
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
