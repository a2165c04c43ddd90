package dev.hyphadb.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionsTest {
  @Test
  void completesCommandsOperatorsFieldsAndIds(@TempDir Path data) {
    try (Hypha database = Hypha.open("db", Options.local().withDirectory(data));
        ShellCommands commands = new ShellCommands(database, () -> 80, news -> {})) {
      Completions completions = new Completions(commands, List.of("alice", "age"));
      assertEquals(List.of("explain", "export", "exit"), completions.of("ex", "ex"));
      assertEquals(List.of("alice"), completions.of("get al", "al"));
      assertEquals(
          List.of("{query:{age:{$startsWith"),
          completions.of("map {query:{age:{$st", "{query:{age:{$st"));
      assertEquals(List.of("{query:{age"), completions.of("map {query:{ag", "{query:{ag"));
      assertEquals(List.of(), completions.of("get ", ""));
    }
  }
}
