package dev.hyphadb.core.graph;

import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Map;

/**
 * A node of the graph as it is shown (SPEC.md section 2). Immutable.
 *
 * @param value its fields
 * @param edges ids of the nodes it links to, in UTF-8 byte order
 * @param timestamp when its value was last written
 */
public record Node(String id, Fields value, List<String> edges, Timestamp timestamp)
    implements NodeView {
  public Node {
    edges = List.copyOf(edges);
  }

  @Override
  public Value field(PackedText name) {
    return value.get(name.text());
  }

  @Override
  public Node node() {
    return this;
  }

  /** The value as plain Java objects; see {@link PlainValues#toPlain}. */
  public Map<String, Object> toMap() {
    return PlainValues.toPlainMap(value);
  }

  /** One field as a plain Java object; {@code null} when the node does not have it. */
  public Object get(String field) {
    Value found = value.get(field);
    return found == null ? null : PlainValues.toPlain(found);
  }
}
