package dev.hyphadb.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link PeerProcess} from outside: one question, one answer. */
final class Child implements AutoCloseable {
  private static final long END_SECONDS = 60;
  private static final int OPLOG_SIZE = 10_000;

  /** A quarter of what a database of a million nodes takes on the disk and in caches alike. */
  private static final String HEAP_MAX = "-Xmx256m";

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  Child(Path directory, String signalingUrl) throws IOException {
    this(directory, signalingUrl, OPLOG_SIZE);
  }

  /**
   * @param oplogSize how many commits its log has at least
   */
  Child(Path directory, String signalingUrl, int oplogSize) throws IOException {
    List<String> command = new ArrayList<>(Java.command());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            HEAP_MAX,
            "-cp",
            System.getProperty("java.class.path"),
            PeerProcess.class.getName(),
            directory.toString(),
            signalingUrl,
            Integer.toString(oplogSize)));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    requireSharedClock();
  }

  /**
   * Latencies between processes need one clock: {@code nanoTime} is CLOCK_MONOTONIC on Linux. The
   * child must read it between two readings here.
   */
  private void requireSharedClock() throws IOException {
    long before = System.nanoTime();
    long there = Long.parseLong(ask("clock"));
    long after = System.nanoTime();
    if (there < before || there > after) {
      throw new IllegalStateException("Processes of this machine do not share System.nanoTime()");
    }
  }

  String ask(String command) throws IOException {
    tell(command);
    return answer();
  }

  long askNumber(String command) throws IOException {
    return Long.parseLong(ask(command));
  }

  void tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  String answer() throws IOException {
    for (String line; (line = answers.readLine()) != null; ) {
      if (line.startsWith("= ")) {
        return line.substring(2);
      }
    }
    throw new IllegalStateException("A peer process has ended; its error is above");
  }

  /** Bytes received since the database was opened there. */
  long bytesReceived() throws IOException {
    return Long.parseLong(ask("traffic").split(" ")[1]);
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
