package dev.hyphadb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() {
    try (Hypha database = Hypha.open("db", Options.local().withDirectory(data))) {
      database.put(Map.of("name", "Alice"), "alice");
      database.link("alice", "bob");
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), true, arguments);
  }

  private int runOn(String verb, String name, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = verb;
    arguments[1] = "--data";
    arguments[2] = data.toString();
    arguments[3] = name;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  @Test
  void aSoundDatabaseIsSaidToBe() {
    assertEquals(0, runOn("verify", "db"), err::toString);
    assertTrue(out.toString().contains("1 nodes, 1 edges, 2 commits"), out::toString);
    assertTrue(out.toString().endsWith("sound" + System.lineSeparator()), out::toString);
  }

  @Test
  void damageIsListedAndIsTheExitCode() {
    try (Store store = Storage.open(data.resolve("db"), StorageOptions.defaults())) {
      WriteBatch batch = new WriteBatch();
      batch.put(Table.NODE, "alice".getBytes(StandardCharsets.UTF_8), new byte[3]);
      store.write(batch);
    }
    assertEquals(1, runOn("verify", "db"));
    assertTrue(out.toString().contains("NODE alice: "), out::toString);
    assertTrue(out.toString().contains("damaged: "), out::toString);
  }

  @Test
  void indexesAreMadeListedAndDropped() {
    assertEquals(0, runOn("index", "db"), err::toString);
    assertEquals("", out.toString());
    assertEquals(0, runOn("index", "db", "--fields", "name,age", "--words"), err::toString);
    assertEquals(
        "(name, age)" + System.lineSeparator() + "($text)" + System.lineSeparator(),
        out.toString());
    assertEquals(0, runOn("index", "db", "--rebuild"), err::toString);
    assertEquals(0, runOn("verify", "db"), out::toString);
    assertEquals(0, runOn("index", "db", "--fields", "name,age", "--drop"), err::toString);
    assertEquals("($text)" + System.lineSeparator(), out.toString());
    assertEquals(2, runOn("index", "db", "--places", "--drop"));
    assertTrue(err.toString().contains("There is no index ($near)."), err::toString);
  }

  @Test
  void exportImportBackupStatus() throws IOException {
    Path file = data.resolve("out.jsonl");
    assertEquals(0, runOn("export", "db", file.toString()), err::toString);
    assertEquals("exported 1 nodes, 1 edges" + System.lineSeparator(), out.toString());
    assertEquals(
        "{\"id\":\"alice\",\"value\":{\"name\":\"Alice\"},\"edges\":[\"bob\"]}\n",
        Files.readString(file));
    assertEquals(0, runOn("import", "copy", file.toString()), err::toString);
    assertEquals(0, runOn("status", "copy"), err::toString);
    assertTrue(out.toString().contains("nodes        1"), out::toString);
    Path backup = data.resolve("backups").resolve("db");
    assertEquals(0, runOn("backup", "db", backup.toString()), err::toString);
    assertEquals(0, run("verify", "--data", backup.getParent().toString(), "db"), err::toString);
    assertEquals(3, runOn("backup", "db", backup.toString()));
    assertTrue(err.toString().contains("is not empty"), err::toString);
  }

  @Test
  void aBadLineIsNamed() throws IOException {
    Path file = Files.writeString(data.resolve("bad.jsonl"), "{\"id\":1}\n");
    assertEquals(3, runOn("import", "fresh", file.toString()));
    assertTrue(err.toString().contains("hypha: Line 1: an id is a string"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void wrongUsageSaysSoAndCreatesNothing() {
    assertEquals(2, run());
    assertEquals(2, run("verify"));
    assertEquals(2, runOn("verify", "nothing"));
    assertTrue(err.toString().contains("There is no database in"), err::toString);
    assertEquals(2, runOn("status", "../db"));
    assertEquals(3, runOn("import", "nothing", data.resolve("missing").toString()));
    assertFalse(Files.exists(data.resolve("nothing")));
  }

  @Test
  void eachVerbHasAHelpPage() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("Exit codes:"), out::toString);
    for (String verb : new String[] {"verify", "backup", "export", "import", "status"}) {
      assertEquals(0, run(verb, "--help"));
      assertTrue(out.toString().contains("--data=DIR"), out::toString);
    }
  }

  @Test
  void theBarFillsAndIsTakenAway() {
    StringWriter drawn = new StringWriter();
    try (ProgressBar bar = new ProgressBar(new PrintWriter(drawn), true, "working")) {
      assertTrue(bar.line(1, 4).contains("##########....") && bar.line(1, 4).endsWith(" 25 %"));
      assertTrue(bar.line(0, 0).endsWith("  0 %"));
      assertTrue(bar.line(9, 4).endsWith("100 %"));
      bar.at(1, 4);
    }
    assertTrue(drawn.toString().contains("working [") && drawn.toString().endsWith("\r"));
  }
}
