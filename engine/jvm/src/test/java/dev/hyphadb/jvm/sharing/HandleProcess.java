package dev.hyphadb.jvm.sharing;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A process that opens a database and puts numbered nodes: prints a number once it is durable. */
final class HandleProcess {
  private HandleProcess() {}

  public static void main(String[] arguments) throws IOException {
    String prefix = arguments[1];
    try (Hypha db = Hypha.open("shared", Options.local().withDirectory(Path.of(arguments[0])))) {
      System.out.println("open");
      var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      int next = 0;
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        int count = Integer.parseInt(line);
        for (int i = 0; i < count; i++) {
          db.put(Map.of("by", prefix, "n", next), prefix + next);
          System.out.println(next++);
        }
      }
    }
  }

  static Process start(Path directory, String prefix) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            HandleProcess.class.getName(),
            directory.toString(),
            prefix)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
