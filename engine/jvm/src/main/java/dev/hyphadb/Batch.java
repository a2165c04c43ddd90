package dev.hyphadb;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.value.PlainValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects operations that {@link Hypha#batch} then does as one. Belongs to the function it is
 * handed to.
 */
public final class Batch {
  private final List<Operation> operations = new ArrayList<>();

  Batch() {}

  /** Stores a node under the id that its content gives. */
  public Batch put(Map<String, ?> value) {
    return add(new Operation.Put(null, PlainValues.fromMap(value)));
  }

  /** Stores a node, replacing its value. */
  public Batch put(Map<String, ?> value, String id) {
    return add(new Operation.Put(id, PlainValues.fromMap(value)));
  }

  /** Deletes a node and its edges. */
  public Batch remove(String id) {
    return add(new Operation.Remove(id));
  }

  /** Adds an edge. */
  public Batch link(String from, String to) {
    return add(new Operation.Link(from, to));
  }

  /** Removes an edge. */
  public Batch unlink(String from, String to) {
    return add(new Operation.Unlink(from, to));
  }

  private Batch add(Operation operation) {
    operations.add(operation);
    return this;
  }

  List<Operation> operations() {
    return operations;
  }
}
