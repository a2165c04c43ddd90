package dev.hyphadb.core.query;

/** Counts what answering a query looks at. Belongs to one thread. */
final class Examined {
  private long entries;
  private long nodes;
  private String plan = "";

  void entry() {
    entries++;
  }

  void node() {
    nodes++;
  }

  void nodes(int count) {
    nodes += count;
  }

  void plan(String text) {
    plan = text;
  }

  /** What was done after what the plan says so far. */
  void then(String text) {
    plan += ", then " + text;
  }

  Explanation explain(int results) {
    return new Explanation(plan, entries, nodes, results);
  }
}
