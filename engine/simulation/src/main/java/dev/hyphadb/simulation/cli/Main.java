package dev.hyphadb.simulation.cli;

import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.simulation.Simulation;
import dev.hyphadb.simulation.SimulationReport;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * {@code sim [--seed N] [--events N] [--minutes M] [--speed RUNS]}: one run, or one after the other
 * with rising seeds until the time is up, or so many runs of ten peers whose speed is measured.
 * Ends with 1 when a promise was broken, 2 when the options make no sense.
 */
public final class Main {
  private static final long EVENTS_DEFAULT = 20_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MINUTE = 60_000 * NANOS_PER_MILLI;

  private Main() {}

  private record Arguments(long seed, long events, long minutes, int speedRuns) {
    static Arguments parse(String[] args) {
      long seed = 1;
      long events = EVENTS_DEFAULT;
      long minutes = 0;
      int speedRuns = 0;
      for (int i = 0; i < args.length; i += 2) {
        String value = i + 1 < args.length ? args[i + 1] : "";
        switch (args[i]) {
          case "--seed" -> seed = Long.parseLong(value);
          case "--events" -> events = Long.parseLong(value);
          case "--minutes" -> minutes = Long.parseLong(value);
          case "--speed" -> speedRuns = Integer.parseInt(value);
          default -> throw new IllegalArgumentException("unknown option " + args[i]);
        }
      }
      return new Arguments(seed, events, minutes, speedRuns);
    }
  }

  public static void main(String[] args) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(
          "sim [--seed N] [--events N] [--minutes M] [--speed RUNS], with numbers: "
              + e.getMessage());
      System.exit(2);
      return;
    }
    boolean isGood =
        arguments.speedRuns() > 0
            ? SpeedMeasurement.run(arguments.seed(), arguments.events(), arguments.speedRuns())
            : run(arguments);
    System.exit(isGood ? 0 : 1);
  }

  private static boolean run(Arguments arguments) {
    long start = System.nanoTime();
    long seed = arguments.seed();
    do {
      if (!runOnce(seed, arguments.events(), arguments.minutes() > 0)) {
        return false;
      }
      seed++;
    } while (System.nanoTime() - start < arguments.minutes() * NANOS_PER_MINUTE);
    return true;
  }

  private static boolean runOnce(long seed, long events, boolean isBrief) {
    long start = System.nanoTime();
    SimulationReport report = new Simulation(seed, events, sha256()).run();
    long tookMillis = Math.max(1, (System.nanoTime() - start) / NANOS_PER_MILLI);
    String speed =
        String.format(
            Locale.ROOT, "%d ms, %d x real time", tookMillis, report.virtualMillis() / tookMillis);
    if (isBrief && report.isGood()) {
      System.out.println("seed " + seed + " good, " + speed + ", " + report.figures());
      System.out.println("  digest " + report.digest());
      return true;
    }
    System.out.println("seed " + seed + "\noptions " + report.options());
    System.out.println("figures " + report.figures() + "\nspeed " + speed);
    System.out.println("digest " + report.digest());
    if (!report.isGood()) {
      explain(report);
    }
    return report.isGood();
  }

  private static void explain(SimulationReport report) {
    System.out.println("last events");
    report.lastEvents().forEach(line -> System.out.println("  " + line));
    SimulationReport.Failure failure = report.failure();
    System.out.println("BROKEN: " + failure.invariant() + "\n  " + failure.detail());
    if (failure.cause() != null) {
      failure.cause().printStackTrace(System.out);
    }
    System.out.println("again: " + report.command());
  }

  static Sha256 sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest::digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
