package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** What a node has to fulfil to be a result. Immutable. */
sealed interface Condition {
  boolean matches(Node node);

  /** Every one of the conditions; true for none. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean matches(Node node) {
      for (Condition condition : conditions) {
        if (!condition.matches(node)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The field has the value, or is a list in which an element has it. */
  record Equal(FieldPath path, Value value) implements Condition {
    @Override
    public boolean matches(Node node) {
      Value found = path.find(node);
      if (found == null) {
        return false;
      }
      return found.equals(value)
          || found instanceof Value.Items items && items.values().contains(value);
    }
  }

  /**
   * The way to a field: dotted names through nested maps; {@code id} is the node's id unless the
   * value has such a field.
   */
  record FieldPath(String text, List<String> names) {
    static FieldPath of(String text) {
      return new FieldPath(text, List.of(text.split("\\.", -1)));
    }

    /** {@code null} when the node has no such field. */
    Value find(Node node) {
      Value direct = node.value().get(text);
      if (direct != null) {
        return direct;
      }
      if (text.equals("id")) {
        return Value.of(node.id());
      }
      Value at = node.value();
      for (String name : names) {
        at = at instanceof Fields fields ? fields.get(name) : null;
      }
      return at;
    }
  }
}
