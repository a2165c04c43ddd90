package dev.hyphadb.core;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps two peers whose middleware disagrees from changing each other's changes without end: within
 * some minutes, a replica makes only so many commits in place of refused ones for one node. What
 * comes beyond is refused and nothing put in its place.
 */
final class Amendments {
  static final int CHANGES_MAX = 4;
  private static final long PERIOD_MILLIS = 600_000;
  private static final int NODES_MAX = 10_000;

  private final Map<String, Count> counts = new LinkedHashMap<>();

  private static final class Count {
    final long startMillis;
    int changes;

    Count(long startMillis) {
      this.startMillis = startMillis;
    }
  }

  /** Whether these may be made now; each of their nodes then counts as changed. */
  boolean take(List<RemoteOperation> operations, long nowMillis) {
    Set<String> nodes = new LinkedHashSet<>();
    operations.forEach(operation -> nodes.add(operation.id()));
    boolean mayBeMade = !nodes.isEmpty();
    for (String node : nodes) {
      mayBeMade &= take(node, nowMillis);
    }
    return mayBeMade;
  }

  private boolean take(String node, long nowMillis) {
    Count count = counts.get(node);
    if (count == null || Math.abs(nowMillis - count.startMillis) > PERIOD_MILLIS) {
      counts.remove(node);
      count = new Count(nowMillis);
      counts.put(node, count);
      if (counts.size() > NODES_MAX) {
        counts.remove(counts.keySet().iterator().next());
      }
    }
    count.changes++;
    return count.changes <= CHANGES_MAX;
  }
}
