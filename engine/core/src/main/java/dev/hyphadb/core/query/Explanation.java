package dev.hyphadb.core.query;

/**
 * How a query was answered.
 *
 * @param plan in words
 * @param entriesExamined entries of indexes that were read
 * @param nodesExamined nodes that were read
 * @param results how many nodes the answer has
 * @param millis how long it took; 0 where there was no clock at hand
 */
public record Explanation(
    String plan, long entriesExamined, long nodesExamined, int results, double millis) {
  /** Without the time, which the core has no clock for. */
  public Explanation(String plan, long entriesExamined, long nodesExamined, int results) {
    this(plan, entriesExamined, nodesExamined, results, 0);
  }

  /** The same, and how long it took. */
  public Explanation within(double tookMillis) {
    return new Explanation(plan, entriesExamined, nodesExamined, results, tookMillis);
  }
}
