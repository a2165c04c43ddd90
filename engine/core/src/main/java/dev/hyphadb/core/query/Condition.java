package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** What a node has to fulfil to be a result. Immutable. */
sealed interface Condition {
  /** Fulfilled by every node. */
  Condition ALWAYS = new All(List.of());

  boolean matches(NodeView node);

  /** Every one of the conditions; true for none. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean matches(NodeView node) {
      for (Condition condition : conditions) {
        if (!condition.matches(node)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one of the conditions. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean matches(NodeView node) {
      for (Condition condition : conditions) {
        if (condition.matches(node)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Not the condition. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean matches(NodeView node) {
      return !condition.matches(node);
    }
  }

  /** The field, present or not, passes the test. */
  record OnField(FieldPath path, FieldTest test) implements Condition {
    @Override
    public boolean matches(NodeView node) {
      return !hasOtherText(node) && test.passes(path.find(node));
    }

    /** Most nodes that a query passes over are told by this. */
    private boolean hasOtherText(NodeView node) {
      return test instanceof FieldTest.Equal equal
          && equal.text() != null
          && node.hasOtherText(path.whole(), equal.text());
    }
  }

  /** The coordinates in the value, or in one of its fields, lie in the area. */
  record Within(GeoArea area) implements Condition {
    @Override
    public boolean matches(NodeView node) {
      return GeoPoint.anyIn(node.value(), area::contains);
    }
  }

  /** The words all occur in the node's texts, however deep. */
  record HasWords(WordSet words) implements Condition {
    @Override
    public boolean matches(NodeView node) {
      WordSet.Search search = words.search();
      visit(node.value(), search);
      return search.isComplete();
    }

    private static void visit(Value value, WordSet.Search search) {
      switch (value) {
        case Value.Text text -> search.read(text.value());
        case Value.Items items -> items.values().forEach(item -> visit(item, search));
        case Fields fields -> fields.forEach((name, field) -> visit(field, search));
        default -> {}
      }
    }
  }
}
