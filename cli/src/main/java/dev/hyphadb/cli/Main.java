package dev.hyphadb.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The command {@code hypha db}. */
public final class Main {
  private Main() {}

  /** The system property {@code hypha.terminal} says whether standard error is one. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, Boolean.getBoolean("hypha.terminal"), arguments));
  }

  /**
   * Runs one command.
   *
   * @param isTerminal whether progress is drawn
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, boolean isTerminal, String... arguments) {
    DbCommand command = new DbCommand(isTerminal);
    return new CommandLine(command)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new Failures())
        .execute(arguments);
  }
}
