package dev.hyphadb.cli.shell;

import dev.hyphadb.Hypha;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.PlainValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads lines from a terminal, or from a file or pipe, and shows the answers. */
public final class Shell {
  private static final int PIPE_WIDTH = 120;
  private static final int WIDTH_MIN = 40;

  /** Nodes from which names for completion are taken. */
  private static final int SAMPLE_MAX = 200;

  private final Hypha database;

  public Shell(Hypha database) {
    this.database = database;
  }

  /** Runs lines that somebody else wrote, until they end or one says exit. */
  public void run(BufferedReader lines, PrintWriter out) throws IOException {
    try (ShellCommands commands = new ShellCommands(database, () -> PIPE_WIDTH, out::println)) {
      String line;
      while ((line = lines.readLine()) != null && !isExit(line)) {
        show(out, commands.run(line));
      }
    }
  }

  /**
   * Converses with a terminal until its user leaves.
   *
   * @param history where lines are kept
   */
  public void converse(Path history) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().name("hypha").build()) {
      LineReader[] reader = new LineReader[1];
      try (ShellCommands commands =
          new ShellCommands(
              database,
              () -> Math.max(WIDTH_MIN, terminal.getWidth()),
              news -> reader[0].printAbove(news))) {
        Completions completions = new Completions(commands, sample());
        reader[0] =
            LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("hypha")
                .variable(LineReader.HISTORY_FILE, history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .completer((line, parsed, candidates) ->
                    completions
                        .of(parsed.line().substring(0, parsed.cursor()), parsed.word())
                        .forEach(word -> candidates.add(new Candidate(word))))
                .build();
        terminal.writer().println("help lists what can be said; Ctrl-D leaves");
        converse(reader[0], commands, terminal.writer());
      }
    }
  }

  private void converse(LineReader reader, ShellCommands commands, PrintWriter out) {
    while (true) {
      try {
        String line = reader.readLine(database.name() + "> ");
        if (isExit(line)) {
          return;
        }
        show(out, commands.run(line));
      } catch (UserInterruptException e) {
        // Ctrl-C takes the line away, not the shell.
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  private static boolean isExit(String line) {
    return Set.of("exit", "quit").contains(line.strip());
  }

  private static void show(PrintWriter out, String answer) {
    if (!answer.isEmpty()) {
      out.println(answer);
    }
    out.flush();
  }

  /** Names of fields and ids that are there, for completion. */
  private List<String> sample() {
    Set<String> names = new TreeSet<>();
    Query some = Query.parse(PlainValues.fromMap(Map.of("$limit", SAMPLE_MAX)));
    for (Node node : database.map(some)) {
      names.add(node.id());
      names.addAll(node.value().names());
    }
    return List.copyOf(names);
  }
}
