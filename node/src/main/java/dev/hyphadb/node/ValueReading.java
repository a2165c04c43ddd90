package dev.hyphadb.node;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a reader stands in a nested value: for the paths of faults, and to bound the depth. */
final class ValueReading {
  /** What a value may nest, and what a batch wraps around it. */
  static final int DEPTH_MAX = PackWriter.DEPTH_MAX + 4;

  private static final int PATH_CHARACTERS_MAX = 512;

  private final Deque<String> names = new ArrayDeque<>();

  void enter(String name) {
    names.addLast(name);
    if (names.size() > DEPTH_MAX) {
      throw new ValueException(
          "too-deep", "", "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
  }

  void leave() {
    names.removeLast();
  }

  /** Dotted, and cut where it would be longer than anybody reads. */
  String path() {
    String path = String.join(".", names);
    return path.length() <= PATH_CHARACTERS_MAX
        ? path
        : path.substring(0, PATH_CHARACTERS_MAX) + "…";
  }

  static Fields requireFields(Value value) {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw ProblemException.badRequest(
        "not-an-object", "", "The body is an object, not bytes or a list");
  }

  /**
   * Checks the depth of what is to be stored, which stands somewhere within a body.
   *
   * @throws ProblemException {@code too-deep}
   */
  static Fields requireDepth(Fields fields, String path) {
    if (!isWithin(fields, PackWriter.DEPTH_MAX)) {
      throw ProblemException.badRequest(
          "too-deep", path, "values nest at most " + PackWriter.DEPTH_MAX + " deep");
    }
    return fields;
  }

  private static boolean isWithin(Value value, int levels) {
    if (levels < 0) {
      return false;
    }
    return switch (value) {
      case Value.Items items ->
          items.values().stream().allMatch(item -> isWithin(item, levels - 1));
      case Fields fields -> {
        boolean isWithin = true;
        for (int i = 0; i < fields.size() && isWithin; i++) {
          isWithin = isWithin(fields.valueAt(i), levels - 1);
        }
        yield isWithin;
      }
      default -> true;
    };
  }
}
