package dev.hyphadb.benchmarks;

import dev.hyphadb.benchmarks.Report.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two processes, real WebRTC on 127.0.0.1, meeting through the signaling service. Every node is a
 * commit of its own, as single puts make them. Times are taken on {@code System.nanoTime()}, which
 * processes of one machine share; {@link Child} checks it.
 */
final class SyncBenchmark {
  private static final int NODES = 10_000;
  private static final int JOIN_ROUNDS = 7;
  private static final int CATCH_UP_ROUNDS = 5;
  private static final int LIVE_ROUNDS = 5;
  private static final int LIVE_PUTS = 1_000;
  private static final int LIVE_PUTS_PER_SECOND = 200;
  private static final String DATABASE = "bench";

  private SyncBenchmark() {}

  static void live(Report report) throws Exception {
    Path directory = Directories.temporary();
    try (Coordinator coordinator = new Coordinator();
        Child writer = filled(directory.resolve("writer"), coordinator);
        Child reader = new Child(directory.resolve("reader"), coordinator.url())) {
      reader.ask("open " + DATABASE);
      reader.ask("reach " + writer.ask("state"));
      live(report, writer, reader, "10,000");
    } finally {
      Directories.delete(directory);
    }
  }

  /**
   * From the call of a put in one process to the call of a subscriber in the other.
   *
   * @param nodes how many both hold
   */
  static void live(Report report, Child writer, Child reader, String nodes) throws IOException {
    Percentiles whole = new Percentiles();
    Percentiles bare = new Percentiles();
    for (int round = -1; round < LIVE_ROUNDS; round++) {
      report.progress("live propagation", round, LIVE_ROUNDS);
      String port = reader.ask("control-port " + LIVE_PUTS);
      writer.ask("control " + port + " " + LIVE_PUTS + " " + LIVE_PUTS_PER_SECOND);
      String control = reader.ask("control-latencies");
      reader.ask("follow " + LIVE_PUTS);
      writer.ask("send " + LIVE_PUTS + " " + LIVE_PUTS_PER_SECOND);
      require(reader.ask("received"), "the writer's puts at the reader");
      if (round >= 0) {
        whole.add(reader.ask("latencies"));
        bare.add(control);
      }
      reader.ask("unfollow");
    }
    whole.report(report, "put to subscriber, 200 puts/s, " + nodes + " nodes there", 1, 5);
    bare.report(report, "control: bare TCP between the same processes");
  }

  /** Of one round each. */
  private static final class Percentiles {
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();

    void add(String nanos) {
      String[] numbers = nanos.split(" ");
      medians.add(Long.parseLong(numbers[0]) / 1e6);
      tails.add(Long.parseLong(numbers[1]) / 1e6);
    }

    void report(Report report, String name, double medianMillisMax, double tailMillisMax) {
      report.row(name + ", p50", "ms", medians, Target.atMost(medianMillisMax));
      report.row(name + ", p99", "ms", tails, Target.atMost(tailMillisMax));
    }

    void report(Report report, String name) {
      report.row(name + ", p50", "ms", medians);
      report.row(name + ", p99", "ms", tails);
    }
  }

  /** Each round a process that has just started, so that nothing there is compiled yet. */
  static void join(Report report) throws Exception {
    List<Double> millis = new ArrayList<>();
    List<Double> kilobytes = new ArrayList<>();
    Path directory = Directories.temporary();
    try (Coordinator coordinator = new Coordinator();
        Child writer = filled(directory.resolve("writer"), coordinator)) {
      String state = writer.ask("state");
      for (int round = -1; round < JOIN_ROUNDS; round++) {
        report.progress("cold join", round, JOIN_ROUNDS);
        try (Child reader = new Child(directory.resolve("reader" + round), coordinator.url())) {
          reader.ask("open " + DATABASE);
          long nanos = reader.askNumber("reach " + state);
          if (round >= 0) {
            millis.add(nanos / 1e6);
            kilobytes.add(reader.bytesReceived() / 1e3);
          }
        }
      }
    } finally {
      Directories.delete(directory);
    }
    report.row("join with 10,000 nodes, process just started", "ms", millis, Target.atMost(350));
    report.row("join with 10,000 nodes, received", "kB", kilobytes, Target.atMost(450));
  }

  /** A peer that was away while nodes changed; the oplog still has what it missed. */
  static void catchUp(Report report) throws Exception {
    Path directory = Directories.temporary();
    try (Coordinator coordinator = new Coordinator();
        Child writer = filled(directory.resolve("writer"), coordinator);
        Child reader = new Child(directory.resolve("reader"), coordinator.url())) {
      reader.ask("open " + DATABASE);
      reader.ask("reach " + writer.ask("state"));
      for (int changes : new int[] {100, 2_000}) {
        catchUp(report, writer, reader, changes);
      }
    } finally {
      Directories.delete(directory);
    }
  }

  private static void catchUp(Report report, Child writer, Child reader, int changes)
      throws IOException {
    List<Double> millis = new ArrayList<>();
    List<Double> kilobytes = new ArrayList<>();
    String name = String.format("catch-up after %,d changed of 10,000", changes);
    for (int round = 0; round < CATCH_UP_ROUNDS; round++) {
      report.progress(name, round, CATCH_UP_ROUNDS);
      reader.ask("close");
      writer.ask("change " + changes + " " + NODES);
      reader.ask("open " + DATABASE);
      millis.add(reader.askNumber("reach " + writer.ask("state")) / 1e6);
      kilobytes.add(reader.bytesReceived() / 1e3);
    }
    report.row(name, "ms", millis);
    report.row(name + ", received", "kB", kilobytes, Target.atMost(changes == 100 ? 3 : 45));
  }

  private static Child filled(Path directory, Coordinator coordinator) throws IOException {
    Child child = new Child(directory, coordinator.url());
    child.ask("open " + DATABASE);
    child.ask("fill " + NODES);
    return child;
  }

  private static void require(String answer, String what) {
    if (!answer.equals("true")) {
      throw new IllegalStateException("Waited in vain for " + what);
    }
  }
}
