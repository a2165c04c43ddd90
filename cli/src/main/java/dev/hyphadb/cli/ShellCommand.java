package dev.hyphadb.cli;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Peer;
import dev.hyphadb.cli.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code hypha shell}. */
@Command(
    name = "hypha shell",
    mixinStandardHelpOptions = true,
    description =
        "Talk to a database: put, get, query, watch. Without network; shared with whatever else has"
            + " the directory open. Without a terminal, commands are read from standard input.")
public final class ShellCommand implements Callable<Integer> {
  private final boolean isTerminal;
  private final Reader input;

  @CommandLine.Option(
      names = "--data",
      defaultValue = ".hypha/shell",
      paramLabel = "DIR",
      description = "The directory that databases lie in; ${DEFAULT-VALUE} without it.")
  private Path data;

  @CommandLine.Option(
      names = {"-e", "--execute"},
      paramLabel = "LINE",
      description = "Carry out this line, and others so given, and leave.")
  private List<String> lines = List.of();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The database's name; it is created if there is none.")
  private String name;

  @Spec private CommandSpec spec;

  ShellCommand(boolean isTerminal, Reader input) {
    this.isTerminal = isTerminal;
    this.input = input;
  }

  /** The system property {@code hypha.terminal} says whether there is one. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Reader input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    System.exit(run(out, err, Boolean.getBoolean("hypha.terminal"), input, arguments));
  }

  static int run(
      PrintWriter out, PrintWriter err, boolean isTerminal, Reader input, String... arguments) {
    return new CommandLine(new ShellCommand(isTerminal, input))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new Failures())
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    if (!Peer.isValidName(name)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "No database can have the name '" + name + "'.");
    }
    try (Hypha database = Hypha.open(name, Options.local().withDirectory(data))) {
      Shell shell = new Shell(database);
      PrintWriter out = spec.commandLine().getOut();
      if (!lines.isEmpty()) {
        shell.run(new BufferedReader(new StringReader(String.join("\n", lines))), out);
      } else if (isTerminal) {
        shell.converse(data.resolve("history"));
      } else {
        shell.run(new BufferedReader(input), out);
      }
    }
    return 0;
  }
}
