package dev.hyphadb.core.query;

import dev.hyphadb.core.value.FieldNames;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which fields of a value a condition looks at, so that the others need not be read. */
final class Projection {
  private final Set<String> names = new LinkedHashSet<>();

  private Projection() {}

  /** {@code null} when the condition takes the whole node. */
  static FieldNames of(Condition condition) {
    Projection projection = new Projection();
    boolean isKnown = projection.collect(condition) && !projection.names.isEmpty();
    return isKnown ? new FieldNames(projection.names) : null;
  }

  private boolean collect(Condition condition) {
    return switch (condition) {
      case Condition.All all -> all.conditions().stream().allMatch(this::collect);
      case Condition.Any any -> any.conditions().stream().allMatch(this::collect);
      case Condition.Not not -> collect(not.condition());
      case Condition.OnField onField -> collect(onField.path());
      case Condition.Within within -> false;
      case Condition.HasWords hasWords -> false;
    };
  }

  private boolean collect(FieldPath path) {
    names.add(path.text());
    names.add(path.names().get(0));
    // Where there is no such field, the node's own id stands for it.
    return !path.text().equals("id");
  }
}
