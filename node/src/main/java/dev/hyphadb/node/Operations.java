package dev.hyphadb.node;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a batch: {@code {"operations": [{"type": …}, …]}}. Every fault has the path of the
 * operation.
 */
final class Operations {
  private Operations() {}

  static List<Operation> read(Fields body, int operationsMax) {
    requireOnly(body, Set.of("operations"), "");
    if (!(body.get("operations") instanceof Value.Items items)) {
      throw ProblemException.badRequest("bad-batch", "operations", "operations is a list");
    }
    if (items.values().size() > operationsMax) {
      throw ProblemException.badRequest(
          "too-many-operations",
          "operations",
          "A batch has at most " + operationsMax + " operations");
    }
    List<Operation> operations = new ArrayList<>(items.values().size());
    for (int i = 0; i < items.values().size(); i++) {
      String path = "operations." + i;
      if (!(items.values().get(i) instanceof Fields fields)) {
        throw ProblemException.badRequest("bad-operation", path, "An operation is an object");
      }
      operations.add(operation(fields, path));
    }
    return operations;
  }

  private static Operation operation(Fields fields, String path) {
    String type = text(fields, "type", path);
    return switch (type) {
      case "put", "upsert" -> {
        requireOnly(fields, Set.of("type", "id", "value"), path);
        String id = fields.has("id") ? text(fields, "id", path) : null;
        Fields value = value(fields, path);
        yield checked(path + ".id", () -> new Operation.Put(id, value));
      }
      case "remove" -> {
        requireOnly(fields, Set.of("type", "id"), path);
        String id = text(fields, "id", path);
        yield checked(path + ".id", () -> new Operation.Remove(id));
      }
      case "link", "unlink" -> {
        requireOnly(fields, Set.of("type", "id", "edge"), path);
        String from = text(fields, "id", path);
        String to = text(fields, "edge", path);
        checked(path + ".id", () -> new Operation.Remove(from));
        yield checked(
            path + ".edge",
            () ->
                type.equals("link")
                    ? new Operation.Link(from, to)
                    : new Operation.Unlink(from, to));
      }
      default ->
          throw ProblemException.badRequest(
              "unknown-operation",
              path + ".type",
              "An operation is put, upsert, remove, link or unlink");
    };
  }

  private static Operation checked(String path, java.util.function.Supplier<Operation> operation) {
    try {
      return operation.get();
    } catch (ValueException e) {
      throw ProblemException.of(e, path);
    }
  }

  private static Fields value(Fields fields, String path) {
    if (fields.get("value") instanceof Fields value) {
      return ValueReading.requireDepth(value, path + ".value");
    }
    throw ProblemException.badRequest(
        fields.has("value") ? "not-an-object" : "missing-field",
        path + ".value",
        "A value is an object");
  }

  private static String text(Fields fields, String name, String path) {
    return switch (fields.get(name)) {
      case Value.Text text -> text.value();
      case null ->
          throw ProblemException.badRequest(
              "missing-field", path + "." + name, "The operation has no " + name);
      default ->
          throw ProblemException.badRequest("bad-field", path + "." + name, name + " is a string");
    };
  }

  /** Nothing is ignored: a misspelt field would otherwise be lost in silence. */
  static void requireOnly(Fields fields, Set<String> names, String path) {
    for (String name : fields.names()) {
      if (!names.contains(name)) {
        throw ProblemException.badRequest(
            "unknown-field", Paths.join(path, name), "There is no such field here");
      }
    }
  }
}
