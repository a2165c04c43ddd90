package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.NodeView;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to a field: dotted names through nested maps. A field whose own name has the dots comes
 * first; {@code id} is the node's id unless the value has such a field. Where the way meets a list
 * it goes on in each element, and what is found is one list of all that they have.
 *
 * @param whole the text of it all, as a name
 * @param first the first of the names
 */
public record FieldPath(PackedText whole, PackedText first, List<String> names) {
  private static final String ID = "id";

  public static FieldPath of(String text) {
    // Not String.split: it would bring a whole engine of regular expressions into the browser.
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
      names.add(text.substring(start, dot));
      start = dot + 1;
    }
    names.add(text.substring(start));
    return new FieldPath(new PackedText(text), new PackedText(names.get(0)), List.copyOf(names));
  }

  /** As it is written. */
  public String text() {
    return whole.text();
  }

  /** {@code null} when the node has no such field. */
  public Value find(NodeView node) {
    Value direct = node.field(whole);
    if (direct != null) {
      return direct;
    }
    if (names.size() == 1) {
      return text().equals(ID) ? Value.of(node.id()) : null;
    }
    Value outer = node.field(first);
    return outer == null ? null : find(outer, 1);
  }

  /** The same in the value of the node with that id. */
  public Value find(String id, Fields value) {
    Value direct = value.get(text());
    if (direct != null) {
      return direct;
    }
    if (names.size() == 1) {
      return text().equals(ID) ? Value.of(id) : null;
    }
    return find(value, 0);
  }

  private Value find(Value from, int depth) {
    Value at = from;
    for (int i = depth; i < names.size(); i++) {
      if (at instanceof Value.Items items) {
        return findInEach(items, i);
      }
      at = at instanceof Fields fields ? fields.get(names.get(i)) : null;
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private Value findInEach(Value.Items items, int depth) {
    List<Value> found = new ArrayList<>();
    for (Value item : items.values()) {
      Value value = find(item, depth);
      if (value instanceof Value.Items more) {
        found.addAll(more.values());
      } else if (value != null) {
        found.add(value);
      }
    }
    return found.isEmpty() ? null : new Value.Items(found);
  }
}
