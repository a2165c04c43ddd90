package dev.hyphadb.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seeds that nobody has tried: {@code ./hypha test} takes the first one from the id of the commit
 * under test and goes on for some minutes, so that every commit searches somewhere else and a
 * failure can be repeated.
 */
@Tag("chaos")
class ManySeedsIT {
  private static final long EVENTS = 5_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long TOLD_EVERY_SECONDS = 20;

  private final long startNanos = System.nanoTime();
  private long virtualMillis;
  private long frames;
  private long commits;
  private int runs;

  @Test
  @Timeout(1_200)
  void everyPromiseIsKept() {
    long first = Long.getLong("hypha.simulation.seed", 1);
    long seconds = Long.getLong("hypha.simulation.seconds", 20);
    Map<String, Integer> faults = new TreeMap<>();
    long toldSeconds = 0;
    do {
      long seed = first + runs;
      SimulationReport report = new Simulation(seed, EVENTS, SimulationTest.sha256()).run();
      assertTrue(report.isGood(), () -> "Repeat it with " + report.command() + "\n" + report);
      add(report);
      SimulationOptions.chosenBy(seed)
          .faults()
          .forEach(fault -> faults.merge(fault.name(), 1, Integer::sum));
      if (elapsedSeconds() - toldSeconds >= TOLD_EVERY_SECONDS) {
        toldSeconds = elapsedSeconds();
        tell(report.command());
      }
    } while (elapsedSeconds() < seconds);
    tell("./hypha sim --seed " + first + " --events " + EVENTS);
    System.out.println("simulation: runs with each fault " + faults);
  }

  private void add(SimulationReport report) {
    runs++;
    virtualMillis += report.virtualMillis();
    frames += report.frames();
    commits += report.commits();
  }

  private long elapsedSeconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }

  private void tell(String command) {
    System.out.printf(
        Locale.ROOT,
        "simulation: %d seeds good, %d commits, %d frames, %d h simulated in %d s; one of them:"
            + " %s%n",
        runs,
        commits,
        frames,
        virtualMillis / 3_600_000,
        elapsedSeconds(),
        command);
  }
}
