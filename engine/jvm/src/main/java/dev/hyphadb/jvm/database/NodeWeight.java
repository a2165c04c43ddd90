package dev.hyphadb.jvm.database;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;

/**
 * About how much of the heap a decoded node takes: what its objects cost on a JVM with compressed
 * references, names and texts by their length.
 */
final class NodeWeight {
  private static final long NODE_BYTES = 150;
  private static final long OBJECT_BYTES = 24;
  private static final long STRING_BYTES = 48;
  private static final long ARRAY_BYTES = 16;
  private static final long REFERENCE_BYTES = 4;

  private NodeWeight() {}

  static int of(Node node) {
    long bytes = NODE_BYTES + text(node.id()) + value(node.value());
    for (String edge : node.edges()) {
      bytes += REFERENCE_BYTES + text(edge);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** A byte a character, or two for all where one does not fit in a byte. */
  private static long text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return STRING_BYTES + 2L * text.length();
      }
    }
    return STRING_BYTES + text.length();
  }

  private static long value(Value value) {
    return switch (value) {
      case Value.Null nothing -> 0;
      case Value.Bool bool -> 0;
      case Value.Int number -> OBJECT_BYTES;
      case Value.Float number -> OBJECT_BYTES;
      case Value.Text text -> OBJECT_BYTES + text(text.value());
      case Value.Bytes bytes -> OBJECT_BYTES + ARRAY_BYTES + bytes.value().length;
      case Value.Items items -> {
        long bytes = 2 * OBJECT_BYTES + ARRAY_BYTES;
        for (Value item : items.values()) {
          bytes += REFERENCE_BYTES + value(item);
        }
        yield bytes;
      }
      case Fields fields -> {
        long bytes = OBJECT_BYTES + 2 * ARRAY_BYTES;
        for (int i = 0; i < fields.size(); i++) {
          bytes += 2 * REFERENCE_BYTES + text(fields.nameAt(i)) + value(fields.valueAt(i));
        }
        yield bytes;
      }
    };
  }
}
