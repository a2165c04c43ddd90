package dev.hyphadb.benchmarks;

import java.util.List;
import java.util.Locale;

/** Prints one line a measure: the median of several rounds, with the least and the greatest. */
final class Report {
  void section(String title) {
    System.out.println();
    System.out.println(title);
  }

  void row(String name, String unit, List<Double> samples) {
    List<Double> sorted = samples.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "  %-58s %12s %-9s (%s to %s, %d rounds)%n",
        name,
        number(sorted.get(sorted.size() / 2)),
        unit,
        number(sorted.get(0)),
        number(sorted.get(sorted.size() - 1)),
        sorted.size());
  }

  /** What must be reached, and whether the median does. */
  void row(String name, String unit, List<Double> samples, Target target) {
    row(name, unit, samples);
    double median = samples.stream().sorted().toList().get(samples.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "  %-58s %s %s: %s%n",
        "",
        target.isLeast() ? "at least" : "at most",
        number(target.value()),
        target.isMet(median) ? "met" : "NOT MET");
  }

  /** A bound that a median is held to. */
  record Target(double value, boolean isLeast) {
    static Target atLeast(double value) {
      return new Target(value, true);
    }

    static Target atMost(double value) {
      return new Target(value, false);
    }

    boolean isMet(double median) {
      return isLeast ? median >= value : median <= value;
    }
  }

  /** One changing line on the error output, so that the results can go to a file alone. */
  void progress(String name, int round, int rounds) {
    System.err.printf(Locale.ROOT, "  %s: round %d of %d   \r", name, round + 1, rounds);
  }

  private static String number(double value) {
    return value >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
