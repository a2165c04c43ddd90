package dev.hyphadb.core.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which index would serve a query best. */
final class Wish {
  private static final int FIELDS_MAX = 3;

  private Wish() {}

  /**
   * Fields that are compared for equality, then the one that is sorted by, then others that bounds
   * are set to; none when no ordered index helps.
   */
  static List<String> fields(Query query) {
    List<Condition> parts = CandidateFinder.parts(query.condition());
    Set<String> equal = new LinkedHashSet<>();
    Set<String> bound = new LinkedHashSet<>();
    for (Condition part : parts) {
      if (part instanceof Condition.OnField onField) {
        FieldBounds bounds = new FieldBounds(onField.path(), parts);
        if (bounds.isEqual()) {
          equal.add(onField.path().text());
        } else if (bounds.bounds(false) != null) {
          bound.add(onField.path().text());
        }
      }
    }
    Set<String> fields = new LinkedHashSet<>(equal);
    FieldPath sort = query.order().field();
    boolean isSorted = sort != null && !query.isTraversal() && !query.page().isEverything();
    if (isSorted) {
      fields.add(sort.text());
    }
    fields.addAll(bound);
    List<String> all = new ArrayList<>(fields);
    return all.subList(0, Math.min(FIELDS_MAX, all.size()));
  }
}
