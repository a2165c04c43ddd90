package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.graph.StateHash;
import dev.hyphadb.core.sync.range.ListRangeSet;
import dev.hyphadb.core.sync.range.RangeItem;
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
import java.util.function.Predicate;

/**
 * What a side has for a peer that wants a part, by its own graph and kept up to date as that
 * changes: the live commits of the nodes in the scope and, for every node that the peer may have
 * heard of, its removal, so that what was removed here is not shown there.
 *
 * <p>Whatever becomes part of it is <i>owed</i> to the peer from then on, and so is what made a
 * node leave. So once the peer was told of all that there was at one time, by ranges or a stream,
 * it has everything as soon as nothing is owed: the log is not needed for it.
 */
final class ScopeOffer implements Offer {
  /** A larger scope is refused: it costs some hundred bytes for each node and commit. */
  static final int NODES_MAX = 100_000;

  static final int COMMITS_MAX = 400_000;

  /** Of more nodes, the peer does not hear that they were removed while it is connected. */
  private static final int TOLD_MAX = COMMITS_MAX;

  /** Commits that a slow peer did not take yet, those that died meanwhile among them. */
  private static final int OWED_MAX = 2 * COMMITS_MAX;

  /** Nodes that are looked at in one go when the session begins. */
  private static final int STEP_NODES = 2_000;

  private static final long WALK_MILLIS = 1_000;

  private final SyncHost host;
  private final ScopeNodes nodes;
  private final Map<String, Set<CommitKey>> commitsByNode = new HashMap<>();

  /** For each commit, of how many nodes it is. */
  private final NavigableMap<CommitKey, Integer> uses = new TreeMap<>();

  private final Map<CommitKey, CommitId> ids = new HashMap<>();

  /**
   * Nodes of which the peer may show something, as commits that it has or is to have are about them
   * or link to them; for good, as it keeps those when they are offered no more.
   */
  private final Set<String> told = new HashSet<>();

  private StateHash hash = new StateHash();

  /** Commits that are to be sent, in order. */
  private final Set<CommitKey> owed = new LinkedHashSet<>();

  /** Of some of them, the nodes, which are not offered, until all are sent. */
  private final Set<String> owedBeside = new HashSet<>();

  /** Nodes outside the scope that the peer has something of. */
  private final Set<String> heldOutside = new LinkedHashSet<>();

  private final List<String> newlyTold = new ArrayList<>();
  private final Set<String> refreshed = new HashSet<>();

  /** Up to which id nodes have been looked at; {@code null} when all have. */
  private String scannedTo = "";

  private boolean isReady;
  private boolean isTooLarge;
  private long walkedMillis;
  private ListRangeSet items;

  ScopeOffer(SyncHost host, Scope scope) {
    this.host = host;
    this.nodes = new ScopeNodes(host.graph(), scope, NODES_MAX);
  }

  /** Whether all nodes have been looked at; nothing is to be sent before. */
  boolean isReady() {
    return isReady;
  }

  /** Whether the scope has more than may be kept for a peer, which gets nothing of it then. */
  boolean isTooLarge() {
    return isTooLarge;
  }

  private boolean isBeyondBounds() {
    return nodes.isTooLarge()
        || uses.size() > COMMITS_MAX
        || !isReady && told.size() > TOLD_MAX
        || owed.size() > OWED_MAX;
  }

  private void giveUp() {
    isTooLarge = true;
    isReady = true;
    nodes.clear();
    commitsByNode.clear();
    uses.clear();
    ids.clear();
    told.clear();
    owed.clear();
    owedBeside.clear();
    heldOutside.clear();
    newlyTold.clear();
    refreshed.clear();
    scannedTo = null;
    hash = new StateHash();
    items = null;
  }

  /** Takes notice of nodes that may look different, which are in the store as they are now. */
  void follow(Collection<String> changed, long nowMillis) {
    if (isTooLarge) {
      return;
    }
    Set<String> touched = new LinkedHashSet<>(changed);
    touched.addAll(newlyTold);
    newlyTold.clear();
    changed.forEach(nodes::look);
    boolean isWalkDue = Math.abs(nowMillis - walkedMillis) >= WALK_MILLIS;
    if (!isReady) {
      scan();
      walkedMillis = nowMillis;
    } else if (nodes.isStale() && isWalkDue) {
      nodes.walk();
      walkedMillis = nowMillis;
    }
    Set<String> left = nodes.takeLeft();
    left.forEach(this::oweLeaving);
    touched.addAll(nodes.takeEntered());
    touched.addAll(left);
    update(touched);
    changed.forEach(this::oweAgain);
    oweHeldOutside();
    if (!isReady) {
      // What there is before anything is said is found by comparing, or sent whole.
      owed.clear();
      owedBeside.clear();
    }
    isReady = scannedTo == null;
    if (isBeyondBounds()) {
      giveUp();
    }
  }

  /** The peer sees it leave. */
  private void oweLeaving(String id) {
    owedBeside.add(id);
    Set<CommitKey> known = commitsByNode.getOrDefault(id, Set.of());
    host.graph().commitsOf(id).stream().filter(key -> !known.contains(key)).forEach(owed::add);
  }

  private void scan() {
    List<Node> step = host.graph().nodesAfter(scannedTo, STEP_NODES);
    step.forEach(node -> nodes.look(node.id(), node));
    scannedTo = step.size() < STEP_NODES ? null : step.get(step.size() - 1).id();
  }

  private void update(Set<String> touched) {
    Deque<String> open = new ArrayDeque<>(touched);
    while (!open.isEmpty() && !isBeyondBounds()) {
      String id = open.remove();
      replace(id, commitsByNode.getOrDefault(id, Set.of()), offeredOf(id), open);
    }
  }

  private Set<CommitKey> offeredOf(String id) {
    if (nodes.has(id)) {
      return host.graph().commitsOf(id);
    }
    CommitKey removal = told.contains(id) ? host.graph().removalOf(id) : null;
    return removal == null ? Set.of() : Set.of(removal);
  }

  private void replace(
      String id, Set<CommitKey> before, Set<CommitKey> after, Deque<String> touched) {
    if (before.equals(after)) {
      return;
    }
    items = null;
    for (CommitKey key : after) {
      if (!before.contains(key) && uses.merge(key, 1, Integer::sum) == 1) {
        add(key, touched);
      }
    }
    for (CommitKey key : before) {
      if (!after.contains(key) && uses.merge(key, -1, Integer::sum) == 0) {
        drop(key);
      }
    }
    if (after.isEmpty()) {
      commitsByNode.remove(id);
    } else {
      commitsByNode.put(id, after);
    }
  }

  private void add(CommitKey key, Deque<String> touched) {
    CommitId id = host.liveId(key);
    ids.put(key, id);
    hash.add(id);
    owed.add(key);
    tell(host.log().stored(key), touched);
  }

  private void drop(CommitKey key) {
    uses.remove(key);
    hash.subtract(ids.remove(key));
  }

  private void tell(VerifiedCommit commit, Collection<String> touched) {
    for (String id : nodesOf(commit)) {
      if (told.size() <= TOLD_MAX && told.add(id)) {
        touched.add(id);
      }
    }
  }

  /** The nodes that a commit writes or links to. */
  private static Set<String> nodesOf(VerifiedCommit commit) {
    Set<String> nodes = new LinkedHashSet<>();
    for (Mutation mutation : commit.commit().mutations()) {
      nodes.add(mutation.node());
      if (mutation instanceof Mutation.Link link) {
        nodes.add(link.to());
      }
    }
    return nodes;
  }

  /**
   * The peer holds this commit: of its nodes outside the scope the peer is told what is live now,
   * once, so that what it has kept of them is no older than its last connection.
   */
  void heldByPeer(VerifiedCommit commit) {
    if (isTooLarge) {
      return;
    }
    tell(commit, newlyTold);
    if (refreshed.size() < NODES_MAX) {
      commit.commit().mutations().forEach(mutation -> heldOutside.add(mutation.node()));
    }
  }

  private void oweHeldOutside() {
    for (String id : heldOutside) {
      if (!nodes.has(id) && refreshed.add(id)) {
        owedBeside.add(id);
        owed.addAll(host.graph().commitsOf(id));
      }
    }
    heldOutside.clear();
  }

  /** What was owed of a node that is not offered may have died before it was sent. */
  private void oweAgain(String id) {
    if (owedBeside.contains(id)) {
      owed.addAll(host.graph().commitsOf(id));
    }
  }

  /**
   * Owed commits; empty when there are none.
   *
   * @param isHeld what the peer has already, or does not want
   */
  List<VerifiedCommit> takeOwed(int bytesMax, Predicate<CommitKey> isHeld) {
    List<VerifiedCommit> commits = new ArrayList<>();
    int bytes = 0;
    var keys = owed.iterator();
    while (bytes < bytesMax && keys.hasNext()) {
      CommitKey key = keys.next();
      keys.remove();
      if (host.isLive(key) && !isHeld.test(key)) {
        VerifiedCommit commit = host.log().stored(key);
        commits.add(commit);
        bytes += commit.body().length;
        tell(commit, newlyTold);
      }
    }
    if (owed.isEmpty()) {
      owedBeside.clear();
    }
    return commits;
  }

  boolean owes() {
    return !owed.isEmpty() || !newlyTold.isEmpty();
  }

  /** When {@link #follow} has something to do that nothing else wakes it for. */
  long deadlineMillis() {
    return !isReady || !newlyTold.isEmpty()
        ? 0
        : nodes.isStale() ? walkedMillis + WALK_MILLIS : Long.MAX_VALUE;
  }

  @Override
  public boolean isLive(CommitKey key) {
    return uses.containsKey(key) && host.isLive(key);
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
      List<RangeItem> all = new ArrayList<>(uses.size());
      uses.keySet().forEach(key -> all.add(new RangeItem(key.hlc(), ids.get(key).bytes())));
      items = new ListRangeSet(all);
    }
    return items;
  }

  /** No comparison is under way. */
  void forgetItems() {
    items = null;
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
