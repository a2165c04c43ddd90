package dev.hyphadb.node;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;

/** What a value that was read has to be. */
final class ValueReading {
  private ValueReading() {}

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
