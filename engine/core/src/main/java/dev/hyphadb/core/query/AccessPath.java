package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;
import java.util.function.Predicate;

/** A way to the nodes that may match a condition, which is tested afterwards on each. */
@FunctionalInterface
interface AccessPath {
  /** Visits each node that may match, once, until the visitor returns false. */
  void forEach(Predicate<Node> visitor);
}
