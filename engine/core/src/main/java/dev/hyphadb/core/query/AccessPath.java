package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.NodeView;
import java.util.function.Consumer;

/** A way to the nodes that may match a condition, which is tested afterwards on each. */
@FunctionalInterface
interface AccessPath {
  /** Visits each node that may match, once. */
  void forEach(Consumer<NodeView> visitor);
}
