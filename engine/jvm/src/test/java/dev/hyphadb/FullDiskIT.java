package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageEngine;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small disk, mounted for the test and nearly filled at once: full, then read-only. RocksDB goes
 * on when there is room for a whole memtable, so the ballast is larger than one.
 */
@Tag("chaos")
@DisplayName("Full and read-only disks (needs root, to mount a small one)")
class FullDiskIT {
  private static final int VALUE_BYTES = 20_000;
  private static final int HEALING_SECONDS_MAX = 30;

  @TempDir Path directory;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "not run: mounting a small disk needs root");
    disk = Files.createDirectory(directory.resolve("disk"));
    command("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      command("umount", disk.toString());
    }
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), words[0] + " takes too long");
    assertEquals(0, process.exitValue(), String.join(" ", words));
  }

  private Hypha open() {
    return Hypha.open("db", Options.local().withDirectory(disk));
  }

  private static Map<String, Object> value(int number) {
    byte[] noise = new byte[VALUE_BYTES];
    new Random(number).nextBytes(noise);
    return Map.of("n", number, "noise", noise);
  }

  private static void requireAcknowledged(Hypha database, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals((long) i, database.get("n" + i).orElseThrow().get("n"));
    }
  }

  /** RocksDB looks for space every five seconds. */
  private static void putOnceItHeals(Hypha database, int number) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALING_SECONDS_MAX);
    while (true) {
      try {
        database.put(value(number), "n" + number);
        return;
      } catch (StoreException e) {
        if (System.nanoTime() > deadlineNanos) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageEngine.class,
      names = {"ROCKSDB", "MVSTORE"})
  void aFullDiskLosesNothingAndSpaceHeals(StorageEngine engine) throws IOException {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[58 << 20]);
    Storage.open(disk.resolve("db"), StorageOptions.defaults().withEngine(engine)).close();
    int acknowledged = 0;
    try (Hypha database = open()) {
      StoreException full = null;
      while (full == null && acknowledged < 2000) {
        try {
          database.put(value(acknowledged), "n" + acknowledged);
          acknowledged++;
        } catch (StoreException e) {
          full = e;
        }
      }
      assertNotNull(full, "the disk never filled");
      assertTrue(full.getMessage().contains("space"), full.getMessage());
      assertTrue(acknowledged > 10, "only " + acknowledged + " fitted");
      requireAcknowledged(database, acknowledged);
      assertTrue(database.get("n" + acknowledged).isEmpty());
      assertThrows(StoreException.class, () -> database.put(value(-1), "more"));
      requireAcknowledged(database, acknowledged);
      assertTrue(database.verify(Progress.NONE).isSound());

      Files.delete(ballast);
      putOnceItHeals(database, acknowledged);
      acknowledged++;
      requireAcknowledged(database, acknowledged);
    }
    try (Hypha database = open()) {
      requireAcknowledged(database, acknowledged);
      assertTrue(database.verify(Progress.NONE).isSound());
    }
  }

  @Test
  void aReadOnlyDiskIsNamedAndStillVerified() throws Exception {
    try (Hypha database = open()) {
      database.put(Map.of("a", 1), "a");
    }
    command("mount", "-o", "remount,ro", disk.toString());
    StoreException refused = assertThrows(StoreException.class, this::open);
    assertTrue(refused.getMessage().contains(disk.toString()), refused.getMessage());
    assertTrue(refused.getMessage().contains("may not write"), refused.getMessage());
    assertTrue(Hypha.verify(disk.resolve("db"), Progress.NONE).isSound());
    StoreException fresh =
        assertThrows(
            StoreException.class, () -> Hypha.open("other", Options.local().withDirectory(disk)));
    assertTrue(fresh.getMessage().contains("may write"), fresh.getMessage());
  }
}
