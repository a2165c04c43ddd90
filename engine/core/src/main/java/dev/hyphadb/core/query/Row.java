package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.value.Value;

/**
 * A node and what it is sorted by, which is found once.
 *
 * @param key {@code null} when the node has none
 */
record Row(Value key, Node node) {
  String id() {
    return node.id();
  }
}
