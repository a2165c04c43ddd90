package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.sync.range.RangeSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a side has for a peer that wants a part: the live commits of the nodes in its scope, kept up
 * to date as the graph changes.
 *
 * <p>A node that comes into the scope brings all its live commits, which are owed to the peer. One
 * that leaves it is followed to the commits that made it leave. Nodes that are linked to stay for
 * up to a second after the last link to them has gone: finding them takes a walk through the scope.
 */
final class ScopeOffer implements Offer {
  /** A larger scope is refused: it costs some hundred bytes for each node and commit. */
  static final int NODES_MAX = 100_000;

  static final int COMMITS_MAX = 400_000;

  /** Nodes that are looked at in one go when the session begins. */
  private static final int STEP_NODES = 5_000;

  private static final long WALK_MILLIS = 1_000;

  private final SyncHost host;
  private final Scope scope;
  private final Scope.Matcher matcher;

  /** How far each node is from one that matches, at most the scope's depth. */
  private final Map<String, Integer> levels = new HashMap<>();

  private final Map<String, Set<CommitKey>> commitsByNode = new HashMap<>();

  /** What the nodes in the scope link to: an edge may go because its target is removed. */
  private final Map<String, List<String>> edgesByNode = new HashMap<>();

  /** For each commit, of how many nodes in the scope it is. */
  private final NavigableMap<CommitKey, Integer> uses = new TreeMap<>();

  private final Map<CommitKey, CommitId> ids = new HashMap<>();
  private StateHash hash = new StateHash();

  /** Commits of nodes that have left, until the log has been sent. */
  private final Set<CommitKey> departing = new HashSet<>();

  /** Commits that are to be sent whatever the log says. */
  private final Deque<CommitKey> owed = new ArrayDeque<>();

  private final Set<String> refreshed = new HashSet<>();
  private final Set<CommitKey> removalsTold = new HashSet<>();
  private String scannedTo = "";
  private boolean isReady;
  private boolean isTooLarge;
  private boolean isStale;
  private long walkedMillis;
  private ItemList items;

  ScopeOffer(SyncHost host, Scope scope) {
    this.host = host;
    this.scope = scope;
    this.matcher = scope.matcher();
  }

  /** Whether all nodes have been looked at; nothing is to be sent before. */
  boolean isReady() {
    return isReady;
  }

  /** Whether the scope has more than may be kept for a peer, which gets nothing of it then. */
  boolean isTooLarge() {
    return isTooLarge;
  }

  private void giveUp() {
    isTooLarge = true;
    isReady = true;
    isStale = false;
    levels.clear();
    commitsByNode.clear();
    edgesByNode.clear();
    uses.clear();
    ids.clear();
    departing.clear();
    owed.clear();
    hash = new StateHash();
    items = null;
  }

  /** Looks at some more nodes, if it is not ready. */
  void prepare(long nowMillis) {
    if (isReady) {
      return;
    }
    List<Node> step = host.graph().nodesAfter(scannedTo, STEP_NODES);
    for (Node node : step) {
      scannedTo = node.id();
      if (isTooLarge) {
        return;
      }
      if (matcher.matches(node)) {
        enter(node, 0);
      }
    }
    isReady |= step.size() < STEP_NODES;
    walkedMillis = nowMillis;
    if (isReady) {
      // Everything so far is found by comparing.
      owed.clear();
    }
  }

  /** Takes notice of nodes that may look different, which are in the store as they are now. */
  void changed(Collection<String> nodes, long nowMillis) {
    if (isTooLarge) {
      return;
    }
    for (String id : nodes) {
      if (isTooLarge) {
        return;
      }
      Node node = host.graph().get(id);
      boolean matches = node != null && matcher.matches(node);
      Integer level = levels.get(id);
      if (matches) {
        enter(node, 0);
      } else if (level != null && (level == 0 || node == null)) {
        leave(id, level);
      } else if (level != null) {
        enter(node, level);
      }
    }
    boolean isDue = Math.abs(nowMillis - walkedMillis) >= WALK_MILLIS;
    if (isStale && isDue) {
      walk();
      walkedMillis = nowMillis;
    }
  }

  private void leave(String id, int level) {
    if (scope.depth() > 0) {
      // Others may link to it, and what it links to may have to leave as well.
      isStale = true;
      Node node = level == 0 ? host.graph().get(id) : null;
      if (node != null) {
        levels.put(id, scope.depth());
        refresh(node);
        return;
      }
    }
    drop(id);
  }

  private void drop(String id) {
    levels.remove(id);
    edgesByNode.remove(id);
    departing.addAll(host.graph().commitsOf(id));
    replaceCommits(id, Set.of());
  }

  /** A node is in the scope at this distance, and what it links to is within reach. */
  private void enter(Node start, int startLevel) {
    Deque<Node> open = new ArrayDeque<>(List.of(start));
    Map<String, Integer> reached = new HashMap<>(Map.of(start.id(), startLevel));
    while (!open.isEmpty()) {
      Node node = open.remove();
      int level = reached.get(node.id());
      Integer before = levels.get(node.id());
      levels.put(node.id(), before == null ? level : Math.min(before, level));
      refresh(node);
      if (levels.size() > NODES_MAX || uses.size() > COMMITS_MAX) {
        giveUp();
        return;
      }
      boolean isFirst = node.id().equals(start.id());
      if (level == scope.depth() || !isFirst && before != null && before <= level) {
        continue;
      }
      if (isFirst && before != null && scope.depth() > 0) {
        // It may have lost links.
        isStale = true;
      }
      for (String target : node.edges()) {
        if (!reached.containsKey(target)) {
          Node linked = host.graph().get(target);
          if (linked != null) {
            reached.put(target, level + 1);
            open.add(linked);
          }
        }
      }
    }
  }

  /** Finds what is linked to no more. */
  private void walk() {
    isStale = false;
    Map<String, Integer> found = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (String id : levels.keySet()) {
      Node node = host.graph().get(id);
      if (node != null && matcher.matches(node)) {
        found.put(id, 0);
        open.add(id);
      }
    }
    while (!open.isEmpty()) {
      String id = open.remove();
      int level = found.get(id);
      Node node = level < scope.depth() ? host.graph().get(id) : null;
      if (node != null) {
        for (String target : node.edges()) {
          if (levels.containsKey(target) && found.putIfAbsent(target, level + 1) == null) {
            open.add(target);
          }
        }
      }
    }
    for (String id : new ArrayList<>(levels.keySet())) {
      if (!found.containsKey(id)) {
        drop(id);
      }
    }
    levels.putAll(found);
  }

  private void refresh(Node node) {
    List<String> before = edgesByNode.getOrDefault(node.id(), List.of());
    if (!before.equals(node.edges())) {
      Set<String> lost = new LinkedHashSet<>(before);
      node.edges().forEach(lost::remove);
      lost.forEach(this::oweRemoval);
    }
    if (node.edges().isEmpty()) {
      edgesByNode.remove(node.id());
    } else {
      edgesByNode.put(node.id(), node.edges());
    }
    replaceCommits(node.id(), host.graph().commitsOf(node.id()));
  }

  /** The peer sees an edge until it hears that the node at its end was removed. */
  private void oweRemoval(String target) {
    CommitKey removal = host.graph().removalOf(target);
    if (removal != null && removalsTold.size() < NODES_MAX && removalsTold.add(removal)) {
      owed.add(removal);
    }
  }

  private void replaceCommits(String id, Set<CommitKey> after) {
    Set<CommitKey> before = commitsByNode.getOrDefault(id, Set.of());
    if (before.equals(after)) {
      return;
    }
    items = null;
    boolean isNew = before.isEmpty();
    for (CommitKey key : after) {
      if (!before.contains(key) && uses.merge(key, 1, Integer::sum) == 1) {
        CommitId commit = host.liveId(key);
        ids.put(key, commit);
        hash.add(commit);
        if (isNew) {
          owed.add(key);
        }
      }
    }
    for (CommitKey key : before) {
      if (!after.contains(key) && uses.merge(key, -1, Integer::sum) == 0) {
        uses.remove(key);
        hash.subtract(ids.remove(key));
      }
    }
    if (after.isEmpty()) {
      commitsByNode.remove(id);
    } else {
      commitsByNode.put(id, after);
    }
  }

  /**
   * The peer holds this commit, which is known here: of nodes outside its scope it is told what is
   * live now, once, so that what it has kept of them is no older than its last connection.
   */
  void heldByPeer(VerifiedCommit commit) {
    for (Mutation mutation : commit.commit().mutations()) {
      String id = mutation.node();
      if (mutation instanceof Mutation.Link link && !isTooLarge) {
        oweRemoval(link.to());
      }
      if (!isTooLarge
          && !levels.containsKey(id)
          && refreshed.size() < NODES_MAX
          && refreshed.add(id)) {
        for (CommitKey key : host.graph().commitsOf(id)) {
          if (!key.equals(commit.key())) {
            owed.add(key);
          }
        }
      }
    }
  }

  /** Commits to be sent beside the log; empty when none are. */
  List<VerifiedCommit> takeOwed(int bytesMax) {
    Set<CommitKey> keys = new LinkedHashSet<>();
    List<VerifiedCommit> commits = new ArrayList<>();
    int bytes = 0;
    while (bytes < bytesMax && !owed.isEmpty()) {
      CommitKey key = owed.remove();
      if (host.isLive(key) && keys.add(key)) {
        VerifiedCommit commit = host.log().stored(key);
        commits.add(commit);
        bytes += commit.body().length;
      }
    }
    return commits;
  }

  boolean owes() {
    return !owed.isEmpty();
  }

  /** The log has been sent to its end. */
  void logSent() {
    departing.clear();
  }

  /** When {@link #changed} has something to do that nothing else wakes it for. */
  long deadlineMillis() {
    return !isReady ? 0 : isStale ? walkedMillis + WALK_MILLIS : Long.MAX_VALUE;
  }

  @Override
  public boolean isLive(CommitKey key) {
    return (uses.containsKey(key) || departing.contains(key)) && host.isLive(key);
  }

  @Override
  public long liveCount() {
    return uses.size();
  }

  @Override
  public byte[] stateHash() {
    return hash.toBytes();
  }

  @Override
  public RangeSet liveSet() {
    if (items == null) {
      List<ItemList.Item> all = new ArrayList<>(uses.size());
      uses.keySet().forEach(key -> all.add(new ItemList.Item(key, ids.get(key))));
      items = new ItemList(all);
    }
    return items;
  }

  @Override
  public List<VerifiedCommit> liveIn(byte[] from, byte[] to, Set<CommitKey> except, int bytesMax) {
    List<VerifiedCommit> commits = new ArrayList<>();
    int bytes = 0;
    for (CommitKey key : keysIn(from, to)) {
      if (bytes >= bytesMax) {
        break;
      }
      if (!except.contains(key) && host.isLive(key)) {
        VerifiedCommit commit = host.log().stored(key);
        commits.add(commit);
        bytes += commit.body().length;
      }
    }
    return commits;
  }

  private Set<CommitKey> keysIn(byte[] from, byte[] to) {
    NavigableMap<CommitKey, Integer> keys = uses;
    if (from != null) {
      boolean isInclusive = from.length <= CommitKey.LENGTH;
      keys = keys.tailMap(keyOf(from), isInclusive);
    }
    return to == null
        ? keys.keySet()
        : keys.headMap(keyOf(to), to.length > CommitKey.LENGTH).keySet();
  }

  /** Bounds are keys, or what follows one: a key and a zero byte. */
  private static CommitKey keyOf(byte[] bound) {
    byte[] key = new byte[CommitKey.LENGTH];
    System.arraycopy(bound, 0, key, 0, CommitKey.LENGTH);
    return new CommitKey(key);
  }
}
