package dev.hyphadb.jvm.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Octets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a writing process (SIGKILL) at random moments: what it acknowledged is there, whole. */
class StoreCrashIT {
  private static final int KILLS = 6;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = StorageEngine.class,
      names = {"ROCKSDB", "MVSTORE"})
  void acknowledgedBatchesSurviveAKilledProcess(StorageEngine engine) throws Exception {
    long seed = System.nanoTime();
    System.out.println("StoreCrashIT " + engine + ", seed " + seed);
    Random random = new Random(seed);
    long next = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      // Up to 2.5 s, so that kills also fall around MVStore's commits, one a second.
      long acknowledged = runAndKill(engine, next, random.nextInt(2500));
      long opening = System.nanoTime();
      try (Store store = Storage.open(directory, StorageOptions.defaults().withEngine(engine))) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opening);
        long newest = newest(store);
        System.out.printf(
            "%s kill %d: acknowledged %d, newest %d, reopened in %d ms%n",
            engine, kill, acknowledged, newest, millis);
        assertTrue(newest >= acknowledged, "lost " + (acknowledged - newest) + ", seed " + seed);
        verifyWhole(store, newest, "seed " + seed + " kill " + kill);
        next = newest + 1;
      }
    }
    assertTrue(next > 1000, "the writer hardly wrote: " + next);
  }

  /** Returns the last acknowledged number, or the one before the first when killed earlier. */
  private long runAndKill(StorageEngine engine, long first, int afterMillis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                directory.toString(),
                engine.name(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    AtomicLong acknowledged = new AtomicLong(first - 1);
    CompletableFuture<Void> opened = new CompletableFuture<>();
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(() -> read(process, opened, acknowledged));
    try {
      CompletableFuture.anyOf(opened, drained).get(30, TimeUnit.SECONDS);
      // The writer runs until killed: the chosen moment is the one thing waited for.
      assertTrue(
          !process.waitFor(afterMillis, TimeUnit.MILLISECONDS), "the writer ended by itself");
    } finally {
      process.destroyForcibly();
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    drained.get(10, TimeUnit.SECONDS);
    return acknowledged.get();
  }

  private static void read(
      Process process, CompletableFuture<Void> opened, AtomicLong acknowledged) {
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      StringBuilder line = new StringBuilder();
      for (int c = out.read(); c >= 0; c = out.read()) {
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        // A last line cut by the kill has no end and does not count.
        if (line.toString().equals("open")) {
          opened.complete(null);
        } else {
          acknowledged.set(Long.parseLong(line.toString()));
        }
        line.setLength(0);
      }
    } catch (IOException e) {
      // The pipe of a killed process.
    }
  }

  private static long newest(Store store) {
    byte[] value = store.get(Table.META, Keys.ofLong(0));
    return value == null ? 0 : Octets.longAt(value, 0);
  }

  private static void verifyWhole(Store store, long newest, String where) {
    for (Table table : CrashingWriter.TABLES) {
      long expected = table == Table.LOG && newest >= 1000 ? newest - 999 : 1;
      try (Store.Cursor cursor = store.scan(table, null, null)) {
        while (cursor.next()) {
          assertEquals(expected, Octets.longAt(cursor.key(), 0), where + " " + table);
          assertArrayEquals(CrashingWriter.value(table, expected), cursor.value(), where);
          expected++;
        }
      }
      assertEquals(newest + 1, expected, where + " " + table);
    }
  }
}
