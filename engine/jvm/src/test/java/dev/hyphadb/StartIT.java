package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.jvm.crypto.SessionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that starts loads what it needs: Bouncy Castle alone takes a third of a second. */
class StartIT {
  /** The process: opens a database, and makes what a networked one has beside. */
  public static void main(String[] arguments) {
    try (Hypha db = Hypha.open("start", Options.local().withDirectory(Path.of(arguments[0])))) {
      db.put(Map.of("name", "Alice"));
      SessionKey.generate();
      System.out.println("done");
    }
  }

  @Test
  void whatStandsInForNativeLibrariesIsNotLoadedBesideThem(@TempDir Path directory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StartIT.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(lines.contains("done"), () -> String.join("\n", lines));
    assertTrue(lines.stream().anyMatch(line -> line.contains("org.rocksdb.RocksDB ")));
    assertEquals(List.of(), lines.stream().filter(line -> line.contains("bouncycastle")).toList());
  }
}
