package dev.hyphadb.browser;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Screening;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;

/** What middleware is shown and answers, as JavaScript has it: SPEC.md section 2. */
final class JsOperations {
  private JsOperations() {}

  /** {@code {operations, previousStates}} for each commit; the states are a list of nodes. */
  static JSArray<JSObject> proposals(Screening screening) {
    JSArray<JSObject> proposals = new JSArray<>();
    for (Screening.Proposal proposal : screening.proposals()) {
      JSArray<JSObject> operations = new JSArray<>();
      proposal.operations().forEach(operation -> operations.push(toJs(operation)));
      JSArray<JSObject> previousStates =
          JsValues.nodes(List.copyOf(proposal.previousStates().values()));
      proposals.push(proposal(operations, previousStates));
    }
    return proposals;
  }

  private static JSObject toJs(RemoteOperation operation) {
    return operation(
        operation.type().name().toLowerCase(Locale.ROOT),
        operation.id(),
        operation.value() == null ? null : JsValues.toJs(operation.value()),
        operation.edge(),
        (double) operation.timestamp().physical(),
        operation.timestamp().logical(),
        operation.author());
  }

  /**
   * The verdict on each commit; one that cannot be read drops it, and the console says so.
   *
   * @param verdicts a list of operations each, {@code null} to drop the commit
   */
  static List<List<RemoteOperation>> verdicts(JSArray<JSArray<JSObject>> verdicts) {
    List<List<RemoteOperation>> read = new ArrayList<>();
    for (int i = 0; i < verdicts.getLength(); i++) {
      try {
        read.add(operations(verdicts.get(i)));
      } catch (ValueException | IllegalArgumentException e) {
        warn("hypha: middleware returned what cannot be done, which drops it: " + e.getMessage());
        read.add(null);
      }
    }
    return read;
  }

  private static List<RemoteOperation> operations(JSArray<JSObject> operations) {
    List<RemoteOperation> read = new ArrayList<>();
    for (int i = 0; operations != null && i < operations.getLength(); i++) {
      read.add(operation(operations.get(i)));
    }
    return read;
  }

  private static RemoteOperation operation(JSObject operation) {
    JSObject value = member(operation, "value");
    return new RemoteOperation(
        type(text(operation, "type")),
        text(operation, "id"),
        value == null ? null : JsValues.fields(value),
        text(operation, "edge"),
        physical(operation) < 0
            ? null
            : new Timestamp((long) physical(operation), logical(operation)),
        text(operation, "author"));
  }

  private static RemoteOperation.Type type(String name) {
    for (RemoteOperation.Type type : RemoteOperation.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no operation has the type " + name);
  }

  @JSBody(
      params = {"operations", "previousStates"},
      script = "return {operations: operations, previousStates: previousStates};")
  private static native JSObject proposal(
      JSArray<JSObject> operations, JSArray<JSObject> previousStates);

  @JSBody(
      params = {"type", "id", "value", "edge", "physical", "logical", "author"},
      script =
          "var operation = {type: type, id: id};"
              + " if (value !== null) operation.value = value;"
              + " if (edge !== null) operation.edge = edge;"
              + " operation.timestamp = {physical: physical, logical: logical};"
              + " if (author !== null) operation.author = author;"
              + " return operation;")
  private static native JSObject operation(
      String type,
      String id,
      JSObject value,
      String edge,
      double physical,
      int logical,
      String author);

  @JSBody(
      params = {"operation", "name"},
      script = "var member = operation[name]; return member === undefined ? null : member;")
  private static native JSObject member(JSObject operation, String name);

  @JSBody(
      params = {"operation", "name"},
      script = "var text = operation[name]; return typeof text === 'string' ? text : null;")
  private static native String text(JSObject operation, String name);

  @JSBody(
      params = "operation",
      script = "var at = operation.timestamp; return at && at.physical >= 0 ? at.physical : -1;")
  private static native double physical(JSObject operation);

  @JSBody(
      params = "operation",
      script = "var at = operation.timestamp; return at ? at.logical & 65535 : 0;")
  private static native int logical(JSObject operation);

  @JSBody(params = "message", script = "console.warn(message);")
  private static native void warn(String message);
}
