package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryRunner;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.value.Fields;
import java.util.Set;
import java.util.TreeSet;

/**
 * A peer with a part shows the nodes of its scope as a connected peer with everything does. What is
 * in the scope is found here by queries and by walking edges, knowing nothing of how it is
 * followed.
 */
final class PartsHoldTheirScope {
  private PartsHoldTheirScope() {}

  /**
   * To be called when all is at rest. Where something is refused, each side shows what it let pass.
   */
  static void check(World world) {
    if (world.options().mayRefuse()) {
      return;
    }
    for (SimulatedPeer part : world.honestPeers()) {
      for (SimulatedPeer whole : world.honestPeers()) {
        boolean isServed = part.scope != null && whole.scope == null;
        if (isServed && world.network().isWanted(part, whole)) {
          compare(part, whole);
        }
      }
    }
  }

  private static void compare(SimulatedPeer part, SimulatedPeer whole) {
    for (String id : nodes(part.scope, whole)) {
      Node expected = whole.reader().get(id);
      Node shown = part.reader().get(id);
      if (expected != null && !expected.equals(shown)) {
        throw new InvariantViolation(
            "a part shows its scope as it is",
            "peer "
                + part.number()
                + " shows "
                + shown
                + ", but peer "
                + whole.number()
                + " "
                + expected);
      }
    }
  }

  /** The ids of the nodes that match at a peer, and of what those link to. */
  private static Set<String> nodes(Scope scope, SimulatedPeer at) {
    Set<String> found = new TreeSet<>();
    for (Fields query : scope.queries()) {
      new QueryRunner(at.reader())
          .run(Query.parse(Fields.of("query", query)))
          .forEach(node -> found.add(node.id()));
    }
    Set<String> newest = new TreeSet<>(found);
    for (int level = 0; level < scope.depth(); level++) {
      Set<String> linked = new TreeSet<>();
      for (String id : newest) {
        Node node = at.reader().get(id);
        if (node != null) {
          linked.addAll(node.edges());
        }
      }
      linked.removeAll(found);
      found.addAll(linked);
      newest = linked;
    }
    return found;
  }

  /** The live commits of those nodes. */
  static Set<CommitKey> commits(Scope scope, SimulatedPeer at) {
    Set<CommitKey> commits = new TreeSet<>();
    for (String id : nodes(scope, at)) {
      commits.addAll(at.reader().commitsOf(id));
    }
    return commits;
  }
}
