package dev.hyphadb.simulation.cli;

import dev.hyphadb.simulation.Simulation;
import dev.hyphadb.simulation.SimulationReport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much faster than real time runs are that begin with ten peers, by the processor time of the
 * one thread that they take: on a quiet machine that is the elapsed time.
 */
final class SpeedMeasurement {
  private static final int PEERS = 10;
  private static final int WARM_UP_RUNS = 5;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private SpeedMeasurement() {}

  /** Returns whether every promise was kept. */
  static boolean run(long firstSeed, long events, int runs) {
    long[] ratios = new long[runs];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long seed = firstSeed;
    for (int run = -WARM_UP_RUNS; run < runs; run++) {
      while (Simulation.peersOf(seed) != PEERS) {
        seed++;
      }
      long startNanos = threads.getCurrentThreadCpuTime();
      SimulationReport report = new Simulation(seed, events, Main.sha256()).run();
      long tookNanos = threads.getCurrentThreadCpuTime() - startNanos;
      long ratio = report.virtualMillis() * NANOS_PER_MILLI / Math.max(1, tookNanos);
      if (!report.isGood()) {
        System.out.println("a promise was broken: " + report.command());
        return false;
      }
      if (run >= 0) {
        ratios[run] = ratio;
        System.out.println(
            String.format(
                Locale.ROOT, "seed %d: %d x real time, %s", seed, ratio, report.figures()));
      }
      seed++;
    }
    Arrays.sort(ratios);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d peers, %d runs: median %d x real time by processor time, lowest %d, highest %d",
            PEERS,
            runs,
            ratios[runs / 2],
            ratios[0],
            ratios[runs - 1]));
    return true;
  }
}
