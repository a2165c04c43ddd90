package dev.hyphadb.jvm.database;

import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.graph.Node;
import java.util.List;
import java.util.Map;

/** One middleware of a database; what it throws drops the batch. */
@FunctionalInterface
public interface MiddlewareStep {
  List<RemoteOperation> apply(List<RemoteOperation> operations, Map<String, Node> previousStates)
      throws Exception;
}
