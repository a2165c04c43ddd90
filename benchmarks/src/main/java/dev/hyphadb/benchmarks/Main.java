package dev.hyphadb.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * {@code ./hypha bench [puts|reads|queries|edges|subscriptions|ingest|live|join|catchup|scale
 * ...]}: the measures that the project holds itself to.
 */
public final class Main {
  private static final List<String> SUITES =
      List.of(
          "puts",
          "reads",
          "queries",
          "edges",
          "subscriptions",
          "ingest",
          "live",
          "join",
          "catchup",
          "scale");

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    List<String> chosen = arguments.length == 0 ? SUITES : Arrays.asList(arguments);
    for (String suite : chosen) {
      if (!SUITES.contains(suite)) {
        System.err.println("There is no suite \"" + suite + "\"; there are " + SUITES);
        System.exit(2);
      }
    }
    Report report = new Report();
    for (String suite : chosen) {
      report.section(suite);
      switch (suite) {
        case "puts" -> PutBenchmark.run(report);
        case "reads" -> ReadBenchmark.run(report);
        case "queries" -> QueryBenchmark.run(report);
        case "edges" -> EdgeBenchmark.run(report);
        case "subscriptions" -> SubscriptionBenchmark.run(report);
        case "ingest" -> IngestBenchmark.run(report);
        case "live" -> SyncBenchmark.live(report);
        case "join" -> SyncBenchmark.join(report);
        case "catchup" -> SyncBenchmark.catchUp(report);
        default -> ScaleBenchmark.run(report);
      }
    }
  }
}
