package dev.hyphadb.benchmarks;

import dev.hyphadb.benchmarks.Report.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A million nodes, each put by itself, in processes with a heap of 256 MB: opening, joining with
 * nothing, live traffic, and catching up where the log does not reach back.
 */
final class ScaleBenchmark {
  private static final int NODES = 1_000_000;
  private static final int OPEN_ROUNDS = 5;
  private static final int CATCH_UP_ROUNDS = 3;
  private static final int CHANGES = 100;
  private static final int SHORT_LOG = 50;
  private static final String DATABASE = "bench";

  private ScaleBenchmark() {}

  static void run(Report report) throws Exception {
    Path directory = Directories.temporary();
    try (Coordinator coordinator = new Coordinator()) {
      Path writer = directory.resolve("writer");
      try (Child child = new Child(writer, coordinator.url())) {
        report.progress("filling a million nodes", 0, 1);
        child.ask("open " + DATABASE);
        child.ask("fill " + NODES);
      }
      open(report, writer, coordinator);
      Path reader = directory.resolve("reader");
      join(report, writer, reader, coordinator);
      catchUp(report, writer, reader, coordinator);
    } finally {
      Directories.delete(directory);
    }
  }

  private static void open(Report report, Path directory, Coordinator coordinator)
      throws IOException {
    List<Double> millis = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int round = 0; round < OPEN_ROUNDS; round++) {
      report.progress("opening 1,000,000 nodes", round, OPEN_ROUNDS);
      try (Child child = new Child(directory, coordinator.url())) {
        millis.add(child.askNumber("open " + DATABASE) / 1e6);
        String[] memory = child.ask("memory").split(" ");
        heap.add(Long.parseLong(memory[0]) / 1e6);
        resident.add(Long.parseLong(memory[1]) / 1e6);
      }
    }
    report.row("open 1,000,000 nodes, process just started", "ms", millis, Target.atMost(1000));
    report.row("heap in use after opening them", "MB", heap, Target.atMost(200));
    report.row("resident after opening them", "MB", resident);
  }

  /** Then live traffic between the two, which both hold all nodes now. */
  private static void join(Report report, Path writer, Path reader, Coordinator coordinator)
      throws IOException {
    try (Child serving = new Child(writer, coordinator.url());
        Child joining = new Child(reader, coordinator.url())) {
      serving.ask("open " + DATABASE);
      String state = serving.ask("state");
      double before = Long.parseLong(serving.ask("memory").split(" ")[0]) / 1e6;
      report.progress("join with 1,000,000 nodes", 0, 1);
      joining.ask("open " + DATABASE);
      double seconds = joining.askNumber("reach " + state) / 1e9;
      report.row(
          "join with 1,000,000 nodes", "nodes/s", List.of(NODES / seconds), Target.atLeast(50_000));
      report.row(
          "join with 1,000,000 nodes, received", "MB", List.of(joining.bytesReceived() / 1e6));
      row(report, "who joins", joining.ask("memory-peak"));
      row(report, "who serves (heap " + (long) before + " MB before)", serving.ask("memory-peak"));
      SyncBenchmark.live(report, serving, joining, "1,000,000");
    }
  }

  private static void row(Report report, String who, String memory) {
    String[] bytes = memory.split(" ");
    report.row("  old heap at most, " + who, "MB", List.of(Long.parseLong(bytes[0]) / 1e6));
    report.row("  resident at most, " + who, "MB", List.of(Long.parseLong(bytes[1]) / 1e6));
  }

  private static void catchUp(Report report, Path writer, Path reader, Coordinator coordinator)
      throws IOException {
    List<Double> millis = new ArrayList<>();
    List<Double> kilobytes = new ArrayList<>();
    String name = "catch-up after 100 changed of 1,000,000, beyond the log";
    try (Child serving = new Child(writer, coordinator.url(), SHORT_LOG);
        Child joining = new Child(reader, coordinator.url(), SHORT_LOG)) {
      serving.ask("open " + DATABASE);
      for (int round = 0; round < CATCH_UP_ROUNDS; round++) {
        report.progress(name, round, CATCH_UP_ROUNDS);
        serving.ask("change " + 2 * CHANGES + " " + NODES);
        joining.ask("open " + DATABASE);
        joining.ask("reach " + serving.ask("state"));
        joining.ask("close");
        // More than the log keeps, of which half is overwritten by what follows.
        serving.ask("change " + CHANGES + " " + NODES);
        serving.ask("change " + CHANGES + " " + NODES);
        serving.ask("change " + CHANGES + " " + NODES);
        joining.ask("open " + DATABASE);
        millis.add(joining.askNumber("reach " + serving.ask("state")) / 1e6);
        kilobytes.add(joining.bytesReceived() / 1e3);
        joining.ask("close");
      }
    }
    report.row(name, "ms", millis);
    report.row(name + ", received", "kB", kilobytes, Target.atMost(15));
  }
}
