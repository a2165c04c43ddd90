package dev.hyphadb.core.nlq;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The query that a prompt is found to mean, while it is being read. */
final class PromptDraft {
  private final List<Step> steps = new ArrayList<>();
  private int current;
  String orderField;
  Boolean isDescending;
  Long limit;
  String after;
  String before;

  /** Nodes that fulfil some conditions, among all or among descendants of the step before. */
  private static final class Step {
    final List<List<Fields>> alternatives = new ArrayList<>(List.of(new ArrayList<>()));
    long depthMin = 1;
    Long depthMax;

    Fields condition() {
      List<Fields> each = new ArrayList<>();
      for (List<Fields> all : alternatives) {
        if (!all.isEmpty()) {
          each.add(Conditions.all(all));
        }
      }
      return each.isEmpty() ? Fields.EMPTY : Conditions.any(each);
    }

    Value depth() {
      if (depthMin == 1) {
        return depthMax == null ? null : Value.of(depthMax);
      }
      long max = depthMax == null ? Integer.MAX_VALUE : depthMax;
      return new Value.Items(List.of(Value.of(depthMin), Value.of(max)));
    }
  }

  PromptDraft() {
    steps.add(new Step());
  }

  int steps() {
    return steps.size();
  }

  /** What follows is about descendants of what was said so far. */
  void descend() {
    steps.add(++current, new Step());
  }

  /** What follows is about those whose descendants were meant so far. */
  void ascend() {
    steps.add(current, new Step());
  }

  void depth(long min, Long max) {
    steps.get(current).depthMin = min;
    steps.get(current).depthMax = max;
  }

  /** Only descendants of something have a depth. */
  boolean mayHaveDepth() {
    return current > 0;
  }

  /** Adds a condition to the step, instead of what was said so far or besides. */
  void add(Fields condition, boolean isAlternative) {
    List<List<Fields>> alternatives = steps.get(current).alternatives;
    if (isAlternative && !alternatives.get(alternatives.size() - 1).isEmpty()) {
      alternatives.add(new ArrayList<>());
    }
    alternatives.get(alternatives.size() - 1).add(condition);
  }

  /** The options of {@code map} that it comes to. */
  Fields options() {
    Fields query = null;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      Fields.Builder fields = Fields.builder();
      step.condition().forEach(fields::put);
      Value depth = i > 0 ? step.depth() : null;
      if (depth != null) {
        fields.put("$depth", depth);
      }
      if (query != null) {
        fields.put("$edge", query);
      }
      query = fields.build();
    }
    Fields.Builder options = Fields.builder();
    if (query != null && !query.isEmpty()) {
      options.put("query", query);
    }
    if (orderField != null) {
      options.put("field", orderField);
    }
    if (isDescending != null) {
      options.put("order", isDescending ? "desc" : "asc");
    }
    if (limit != null) {
      options.put("$limit", limit);
    }
    if (after != null) {
      options.put("$after", after);
    }
    if (before != null) {
      options.put("$before", before);
    }
    return options.build();
  }
}
