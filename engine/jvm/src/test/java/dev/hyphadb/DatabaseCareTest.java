package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.Verification;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageEngine;
import dev.hyphadb.jvm.storage.StorageOptions;
import dev.hyphadb.jvm.transfer.ImportException;
import dev.hyphadb.jvm.transfer.TransferReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verify, backup, export and import of whole databases, on real stores. */
class DatabaseCareTest {
  private static final long WAIT_SECONDS = 30;

  @TempDir Path directory;

  private Hypha open(String name) {
    return Hypha.open(name, Options.local().withDirectory(directory));
  }

  private static Hypha inMemory() {
    return Hypha.open("memory", Options.local().inMemory());
  }

  /** What the graph shows: values and edges by id. */
  private static Map<String, List<Object>> shown(Hypha database) {
    Map<String, List<Object>> nodes = new TreeMap<>();
    for (Node node : database.map(Map.of())) {
      nodes.put(node.id(), List.of(node.value(), node.edges()));
    }
    return nodes;
  }

  private static void fill(Hypha database, Random random, int operations) {
    for (int i = 0; i < operations; i++) {
      String id = "n" + random.nextInt(operations);
      switch (random.nextInt(8)) {
        case 0 -> database.remove(id);
        case 1, 2 -> database.link(id, "n" + random.nextInt(operations));
        default -> database.put(value(random), id);
      }
    }
  }

  private static Map<String, Object> value(Random random) {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    Map<String, Object> value = new HashMap<>();
    value.put("text", "ä\u0000\u2028😀\n\"" + random.nextInt());
    value.put("long", random.nextLong());
    value.put("double", random.nextGaussian() * Math.pow(10, random.nextInt(300)));
    value.put("bytes", bytes);
    value.put("flag", random.nextBoolean());
    value.put("nothing", null);
    value.put("nested", Map.of("list", List.of(1, "two", Map.of("deep", bytes))));
    return value;
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(directory.resolve("lines.jsonl"), String.join("\n", lines));
  }

  @Test
  void exportAndImportGiveEqualNodesAndEdges() throws IOException {
    long seed = System.nanoTime();
    System.out.println("DatabaseCareTest seed " + seed);
    Path file = directory.resolve("export.jsonl");
    for (int run = 0; run < 5; run++) {
      try (Hypha from = inMemory();
          Hypha to = open("copy" + run)) {
        fill(from, new Random(seed + run), 400);
        AtomicLong last = new AtomicLong();
        TransferReport exported = from.exportTo(file, (done, total) -> last.set(done));
        assertEquals(from.status().nodes(), exported.nodes());
        assertEquals(exported.nodes(), last.get());
        TransferReport imported = to.importFrom(file, (done, total) -> last.set(done));
        assertEquals(exported, imported);
        assertEquals(Files.size(file), last.get());
        assertEquals(shown(from), shown(to), "seed " + seed + " run " + run);
        assertTrue(to.verify(Progress.NONE).isSound());
      }
    }
  }

  @Test
  void anEmptyDatabaseMakesAnEmptyFile() throws IOException {
    try (Hypha empty = inMemory()) {
      StringWriter text = new StringWriter();
      assertEquals(new TransferReport(0, 0, 0), empty.exportTo(text, Progress.NONE));
      assertEquals("", text.toString());
    }
  }

  @Test
  void aLineIsANode() throws IOException {
    try (Hypha database = inMemory()) {
      database.put(Map.of("b", new byte[] {1, 2}, "n", 1.5), "x");
      database.link("x", "y");
      StringWriter text = new StringWriter();
      database.exportTo(text, Progress.NONE);
      assertEquals(
          "{\"id\":\"x\",\"value\":{\"b\":{\"$bytes\":\"AQI=\"},\"n\":1.5},\"edges\":[\"y\"]}\n",
          text.toString());
    }
  }

  @Test
  void largeValuesAndManyEdgesTravel() throws IOException {
    Path file = directory.resolve("large.jsonl");
    try (Hypha from = inMemory();
        Hypha to = open("large")) {
      from.put(Map.of("text", "x".repeat(3_900_000)), "text");
      from.put(Map.of("bytes", new byte[3_900_000]), "bytes");
      from.put(Map.of("control", "\u0001".repeat(2_000_000)), "control");
      from.put(Map.of(), "hub");
      from.batch(batch -> {
        for (int i = 0; i < 3500; i++) {
          batch.link("hub", "spoke" + i);
        }
      });
      assertEquals(3500, from.exportTo(file, Progress.NONE).edges());
      to.importFrom(file, Progress.NONE);
      assertEquals(shown(from), shown(to));
    }
  }

  @Test
  void importMerges() throws IOException {
    try (Hypha database = inMemory()) {
      database.put(Map.of("old", 1), "there");
      database.put(Map.of("kept", 1), "other");
      database.link("there", "other");
      database.importFrom(
          write("{\"edges\":[\"other\"],\"id\":\"there\",\"value\":{\"new\":2}}", "", "  "),
          Progress.NONE);
      assertEquals(Map.of("new", 2L), database.get("there").orElseThrow().toMap());
      assertEquals(List.of("other"), database.get("there").orElseThrow().edges());
      assertEquals(Map.of("kept", 1L), database.get("other").orElseThrow().toMap());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"id\":\"a\",\"value\":{}",
        "{\"id\":\"a\",\"value\":{}} {}",
        "{\"value\":{}}",
        "{\"id\":\"\",\"value\":{}}",
        "{\"id\":7,\"value\":{}}",
        "{\"id\":\"a\",\"value\":[1]}",
        "{\"id\":\"a\",\"value\":{\"$bytes\":\"AA==\"}}",
        "{\"id\":\"a\",\"value\":{\"x\":{\"$bytes\":\"?\"}}}",
        "{\"id\":\"a\",\"value\":{\"x\":123456789012345678901234567890}}",
        "{\"id\":\"a\",\"value\":{\"x\":1,\"x\":2}}",
        "{\"id\":\"a\",\"valeu\":{}}",
        "{\"id\":\"a\",\"value\":{},\"edges\":\"b\"}",
        "{\"id\":\"a\",\"value\":{\"x\":\"\\ud800\"}}"
      })
  void aBadLineIsNamedAndNothingOfItsBatchApplied(String bad) throws IOException {
    try (Hypha database = inMemory()) {
      Path file = write("{\"id\":\"good\",\"value\":{\"n\":1}}", bad);
      ImportException fault =
          assertThrows(ImportException.class, () -> database.importFrom(file, Progress.NONE));
      assertEquals(2, fault.line(), fault.getMessage());
      assertEquals(0, fault.linesApplied());
      assertTrue(fault.getMessage().startsWith("Line 2: "), fault.getMessage());
      assertEquals(0, database.status().nodes());
    }
  }

  @Test
  void wholeBatchesBeforeABadLineStay() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      lines.add("{\"id\":\"n" + i + "\",\"value\":{\"n\":" + i + "}}");
    }
    lines.add("{");
    try (Hypha database = inMemory()) {
      Path file = write(lines.toArray(new String[0]));
      ImportException fault =
          assertThrows(ImportException.class, () -> database.importFrom(file, Progress.NONE));
      assertEquals(2501, fault.line());
      assertEquals(2000, fault.linesApplied());
      assertEquals(2000, database.status().nodes());
    }
  }

  @Test
  void exportVerifyAndBackupWhileWritingSeeOneMoment() throws Exception {
    try (Hypha database = open("busy")) {
      AtomicBoolean isDone = new AtomicBoolean();
      CountDownLatch started = new CountDownLatch(200);
      // Each commit writes both nodes: at any moment they are equal.
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; !isDone.get() && i < 5_000_000; i++) {
              int n = i;
              database.batch(b ->
                  b.put(Map.of("n", n), "a")
                      .put(Map.of("n", n), "z")
                      .put(Map.of("n", n), "m" + n % 500)
                      .link("a", "m" + n % 500));
              started.countDown();
            }
          });
      try {
        assertTrue(started.await(WAIT_SECONDS, TimeUnit.SECONDS));
        for (int round = 0; round < 5; round++) {
          Verification.Report report = database.verify(Progress.NONE);
          assertTrue(report.isSound(), () -> report.findings().toString());
          StringWriter text = new StringWriter();
          database.exportTo(text, Progress.NONE);
          List<String> both =
              text.toString().lines().filter(l -> l.matches("\\{\"id\":\"[az]\".*")).toList();
          assertEquals(
              both.get(0).replaceAll(".*\"value\":(\\{[^}]*}).*", "$1"),
              both.get(1).replaceAll(".*\"value\":(\\{[^}]*}).*", "$1"));
          database.backup(directory.resolve("backups" + round).resolve("busy"));
        }
      } finally {
        isDone.set(true);
        writer.get(WAIT_SECONDS, TimeUnit.SECONDS);
      }
    }
    for (int round = 0; round < 5; round++) {
      Path copy = directory.resolve("backups" + round);
      Verification.Report report = Hypha.verify(copy.resolve("busy"), Progress.NONE);
      assertTrue(report.isSound(), () -> report.findings().toString());
      try (Hypha restored = Hypha.open("busy", Options.local().withDirectory(copy))) {
        assertEquals(
            restored.get("a").orElseThrow().toMap(), restored.get("z").orElseThrow().toMap());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageEngine.class,
      names = {"ROCKSDB", "MVSTORE"})
  void aBackupIsTheSameReplica(StorageEngine engine) {
    Storage.open(directory.resolve("db"), StorageOptions.defaults().withEngine(engine)).close();
    byte[] hash;
    String replica;
    Map<String, List<Object>> before;
    try (Hypha database = open("db")) {
      fill(database, new Random(5), 200);
      before = shown(database);
      hash = database.status().stateHash();
      replica = database.status().replica().toString();
      database.backup(directory.resolve("backup").resolve("db"));
      database.put(Map.of("later", 1), "later");
      assertThrows(
          StoreException.class, () -> database.backup(directory.resolve("backup").resolve("db")));
    }
    try (Hypha restored =
        Hypha.open("db", Options.local().withDirectory(directory.resolve("backup")))) {
      assertEquals(before, shown(restored));
      assertArrayEquals(hash, restored.status().stateHash());
      assertEquals(replica, restored.status().replica().toString());
      assertTrue(restored.verify(Progress.NONE).isSound());
      restored.put(Map.of("goes", "on"), "new");
    }
  }

  @Test
  void aDatabaseInMemoryCanBeBackedUp() {
    try (Hypha database = inMemory()) {
      database.put(Map.of("a", 1), "a");
      database.backup(directory.resolve("saved"));
    }
    try (Hypha saved = open("saved")) {
      assertEquals(Map.of("a", 1L), saved.get("a").orElseThrow().toMap());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"NODE", "EDGE", "COMMIT", "LIVE", "LOG", "META"})
  void verifyNamesTheTableOfADamagedRecord(Table table) {
    try (Hypha database = open("db")) {
      fill(database, new Random(6), 100);
    }
    try (Store store = Storage.open(directory.resolve("db"), StorageOptions.defaults())) {
      byte[] key;
      byte[] value;
      try (Store.Cursor cursor = store.scan(table, null, null)) {
        assertTrue(cursor.next());
        key = cursor.key();
        value = cursor.value().clone();
      }
      value[value.length - 1] ^= 1;
      WriteBatch batch = new WriteBatch();
      batch.put(table, key, value);
      store.write(batch);
    }
    Verification.Report report = Hypha.verify(directory.resolve("db"), Progress.NONE);
    assertFalse(report.isSound());
    assertTrue(
        report.findings().stream().anyMatch(finding -> finding.table() == table),
        () -> report.findings().toString());
  }

  @Test
  void verifyingWhatIsNotThereSaysSo() {
    StoreException missing =
        assertThrows(
            StoreException.class, () -> Hypha.verify(directory.resolve("nothing"), Progress.NONE));
    assertTrue(missing.getMessage().contains("no database"), missing.getMessage());
    assertFalse(Files.exists(directory.resolve("nothing")));
  }
}
