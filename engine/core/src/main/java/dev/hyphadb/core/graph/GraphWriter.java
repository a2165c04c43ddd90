package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Merges commits into the registers. Changes gather in memory, where later commits of the same
 * round see them, until {@link #flush} hands them to a write batch: many commits, one write.
 *
 * <p>If that write fails, the object is worth nothing and must be made anew from the store.
 */
public final class GraphWriter {
  private static final int CACHE_NODES_MAX = 16_384;

  private final Store store;
  private final LiveCommits live;
  private final EdgeRegisters edges;
  private final Map<String, NodeState> dirty = new LinkedHashMap<>();
  private final Map<String, NodeState> clean = new LruCache<>(CACHE_NODES_MAX);
  private Set<String> changed = new LinkedHashSet<>();
  private long nodeCount;

  /**
   * @param nodeCount how many nodes there are in the store
   * @param liveCount how many commits are live in it
   * @param stateHash their hash; kept up to date by this object from now on
   */
  public GraphWriter(Store store, long nodeCount, long liveCount, StateHash stateHash) {
    this.store = store;
    this.nodeCount = nodeCount;
    this.live = new LiveCommits(store, liveCount, stateHash);
    this.edges = new EdgeRegisters(store, live);
  }

  /** Number of nodes there are. */
  public long nodeCount() {
    return nodeCount;
  }

  /** Number of live commits. */
  public long liveCount() {
    return live.count();
  }

  /** 32 bytes. */
  public byte[] stateHash() {
    return live.stateHash().toBytes();
  }

  public boolean isLive(CommitKey key) {
    return live.isLive(key);
  }

  /** The whole id of a live commit; {@code null} when the commit is not live. */
  public CommitId liveId(CommitKey key) {
    return live.idOf(key);
  }

  /** The live commits as they were at the last write that followed {@link #flush}. */
  public LiveRanges liveRanges() {
    return live.ranges();
  }

  /** The node's fields as they are shown; {@code null} when there is no such node. */
  public Fields visible(String id) {
    NodeState state = load(id);
    return state.exists() ? state.visible() : null;
  }

  /** Whether an edge from or to the node was ever made. */
  public boolean hasEdges(String id) {
    NodeState state = load(id);
    return state.hasOutEdges() || state.hasInEdges();
  }

  public boolean isLinked(String from, String to) {
    return edges.isLinked(from, to);
  }

  /**
   * Merges a commit that nothing but registers hold; see {@link #apply(VerifiedCommit, long, int)}.
   */
  public boolean apply(VerifiedCommit commit, long logSequence) {
    return apply(commit, logSequence, 0);
  }

  /**
   * Merges a commit that is not merged.
   *
   * @param logSequence where it will stand in the log
   * @param holders how many others than registers hold it
   * @return whether it is live; if not, it changed nothing and need not be kept
   */
  public boolean apply(VerifiedCommit commit, long logSequence, int holders) {
    live.open(commit, logSequence);
    for (int i = 0; i < holders; i++) {
      live.hold(commit.key());
    }
    List<Mutation> mutations = commit.commit().mutations();
    for (int i = 0; i < mutations.size(); i++) {
      Stamp stamp = new Stamp(commit.key(), i);
      switch (mutations.get(i)) {
        case Mutation.Set set -> set(set, stamp);
        case Mutation.Remove remove -> remove(remove.node(), stamp);
        case Mutation.Link link -> edge(link.node(), link.to(), stamp, true);
        case Mutation.Unlink unlink -> edge(unlink.node(), unlink.to(), stamp, false);
      }
    }
    return live.isLive(commit.key());
  }

  /**
   * Undoes commits that were merged: what they hold falls back to the best of those that are left.
   *
   * @param holders how many others than registers held each of them
   * @param left what is left, without the retracted
   * @param revive told of a commit that was dead and is live again; returns its place in the log
   */
  public void retract(
      Map<VerifiedCommit, Integer> holders,
      CommitsByNode left,
      ToLongFunction<VerifiedCommit> revive) {
    Retraction retraction = new Retraction(this, live, edges, left, revive);
    holders.forEach((commit, count) -> {
      retraction.add(commit);
      for (int i = 0; i < count; i++) {
        live.release(commit.key());
      }
    });
    retraction.run();
  }

  private void set(Mutation.Set set, Stamp stamp) {
    NodeState before = load(set.node());
    NodeState after = RegisterMerge.set(before, set, stamp, live);
    if (after != null) {
      save(set.node(), after);
      nodeCount += before.exists() ? 0 : 1;
    }
  }

  private void remove(String id, Stamp stamp) {
    NodeState before = load(id);
    if (before.isKilled(stamp)) {
      return;
    }
    NodeState after = RegisterMerge.remove(before, stamp, live);
    save(id, after);
    nodeCount -= before.exists() && !after.exists() ? 1 : 0;
    if (before.hasOutEdges()) {
      edges.removeFrom(id, stamp);
    }
    if (before.hasInEdges()) {
      changed.addAll(edges.removeTo(id, stamp));
    }
  }

  private void edge(String from, String to, Stamp stamp, boolean linked) {
    NodeState source = load(from);
    if (source.isKilled(stamp) || load(to).isKilled(stamp)) {
      return;
    }
    if (edges.write(from, to, new EdgeState(stamp, linked))) {
      save(from, source.withOutEdges());
      save(to, load(to).withInEdges());
    }
  }

  /** For {@link Retraction}, which counts the holders itself. */
  void replace(String id, NodeState before, NodeState after) {
    save(id, after);
    nodeCount += (after.exists() ? 1 : 0) - (before.exists() ? 1 : 0);
  }

  void edgeReplaced(String from, String to) {
    save(from, load(from).withOutEdges());
    save(to, load(to).withInEdges());
  }

  NodeState load(String id) {
    NodeState state = dirty.get(id);
    if (state == null) {
      state = clean.get(id);
    }
    if (state == null) {
      byte[] record = store.get(Table.NODE, Utf8.encode(id));
      // That there is none is kept too: a new node is asked for by the plan and by the merge.
      state = record == null ? NodeState.ABSENT : NodeStateCodec.decode(record);
      clean.put(id, state);
    }
    return state;
  }

  private void save(String id, NodeState state) {
    dirty.put(id, state);
    changed.add(id);
  }

  /** Ids of the nodes that may look different since the last call. */
  public Set<String> takeChanged() {
    Set<String> taken = changed;
    changed = new LinkedHashSet<>();
    return taken;
  }

  /**
   * Adds everything gathered to the batch.
   *
   * @param logStart first sequence that the log still has
   */
  public void flush(WriteBatch batch, long logStart) {
    PackWriter writer = new PackWriter(1024);
    for (Map.Entry<String, NodeState> change : dirty.entrySet()) {
      byte[] record = NodeStateCodec.encode(change.getValue(), writer);
      batch.put(Table.NODE, Utf8.encode(change.getKey()), record);
    }
    clean.putAll(dirty);
    dirty.clear();
    edges.flush(batch);
    live.flush(batch, logStart);
  }
}
