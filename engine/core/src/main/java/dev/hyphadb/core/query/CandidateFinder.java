package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.GraphReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the cheapest way to a set of candidates for a condition: reads what each index names for it
 * in step, and takes the one that is at its end first. What the others have read shows whether one
 * of them is short enough to be intersected with.
 */
final class CandidateFinder {
  /** Reading a node by its id costs about as much as so many nodes read in a row. */
  private static final int NODE_COST = 6;

  private static final int FIRST_STEP = 64;
  private static final int STEP_FACTOR = 8;

  /** Below, reading the nodes is cheaper than to intersect first. */
  private static final int INTERSECT_ABOVE = 64;

  private final Indexes indexes;
  private final GraphReader reader;
  private final Examined examined;

  CandidateFinder(Indexes indexes, GraphReader reader, Examined examined) {
    this.indexes = indexes;
    this.reader = reader;
    this.examined = examined;
  }

  /**
   * Candidates: ids of all nodes that fulfil the condition, and of others.
   *
   * @return {@code null} when no index helps, or names so many that reading all nodes is cheaper
   */
  Set<String> find(Condition condition) {
    return find(condition, worth(indexes.nodeCount()));
  }

  /** Up to how many candidates are cheaper than so many entries or nodes in a row. */
  long worth(long entries) {
    return Math.min(entries, indexes.nodeCount()) / NODE_COST;
  }

  /**
   * Like {@link #find(Condition)} unless there are more than so many.
   *
   * @return {@code null} then
   */
  Set<String> find(Condition condition, long idsMax) {
    List<IdSource> sources = sources(condition);
    try {
      IdSource shortest = shortest(sources, idsMax);
      return shortest == null ? null : intersect(shortest, sources);
    } finally {
      sources.forEach(IdSource::close);
    }
  }

  private List<IdSource> sources(Condition condition) {
    return new SourceFinder(
            indexes, range -> reader.walk(range.from(), range.to(), false), examined)
        .find(condition);
  }

  private static IdSource shortest(List<IdSource> sources, long idsMax) {
    if (sources.isEmpty()) {
      return null;
    }
    for (long step = FIRST_STEP; ; step *= STEP_FACTOR) {
      long entriesMax = Math.min(step, idsMax + 1);
      for (IdSource source : sources) {
        if (source.readTo(entriesMax)) {
          return source;
        }
      }
      if (entriesMax > idsMax) {
        return null;
      }
    }
  }

  private Set<String> intersect(IdSource shortest, List<IdSource> sources) {
    Set<String> ids = shortest.ids();
    StringBuilder plan = new StringBuilder(shortest.description());
    for (IdSource other : sources) {
      boolean isWorthIt = ids.size() > INTERSECT_ABOVE && other != shortest;
      if (isWorthIt && other.readTo((long) NODE_COST * ids.size())) {
        ids.retainAll(other.ids());
        plan.append(" and ").append(other.description());
      }
    }
    examined.plan(plan + ": " + ids.size() + " candidates");
    return ids;
  }

  /** Sources of the parts of a condition that have to be fulfilled together. */
  static List<Condition> parts(Condition condition) {
    List<Condition> parts = new ArrayList<>();
    addParts(condition, parts);
    return parts;
  }

  private static void addParts(Condition condition, List<Condition> parts) {
    switch (condition) {
      case Condition.All all -> all.conditions().forEach(inner -> addParts(inner, parts));
      case Condition.OnField(FieldPath path, FieldTest.All all) ->
          all.tests().forEach(test -> addParts(new Condition.OnField(path, test), parts));
      default -> parts.add(condition);
    }
  }
}
