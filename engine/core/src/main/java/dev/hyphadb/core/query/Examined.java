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

  Explanation explain(int results) {
    return new Explanation(plan, entries, nodes, results);
  }
}
