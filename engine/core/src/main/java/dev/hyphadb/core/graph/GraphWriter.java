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
import dev.hyphadb.core.value.Utf8;
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
  private static final int CACHE_NODES_MAX = 4_096;
  private static final long CACHE_BYTES_MAX = 4L << 20;

  private final Store store;
  private final LiveCommits live;
  private final EdgeRegisters edges;
  private final Resolvers resolvers;
  private final RegisterMerge merge;
  private final NodeChanges changes;
  private final NodeSlots slots = new NodeSlots(CACHE_NODES_MAX, CACHE_BYTES_MAX);

  /** Nodes that look different because of what happened to others. */
  private final Set<String> changedElsewhere = new LinkedHashSet<>();

  private long nodeCount;

  /**
   * @param nodeCount how many nodes there are in the store
   * @param liveCount how many commits are live in it
   * @param stateHash their hash; kept up to date by this object from now on
   * @param resolvers of the fields where not simply the last writer wins; those that the store was
   *     written with, but for {@link #resolveAnew}
   * @param changes told of every node whose record is written
   */
  public GraphWriter(
      Store store,
      long nodeCount,
      long liveCount,
      StateHash stateHash,
      Resolvers resolvers,
      NodeChanges changes) {
    this.store = store;
    this.resolvers = resolvers;
    this.changes = changes;
    this.nodeCount = nodeCount;
    this.live = new LiveCommits(store, liveCount, stateHash);
    this.edges = new EdgeRegisters(store, live);
    this.merge = new RegisterMerge(resolvers, live);
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
    NodeState state = slot(id).state();
    return state.exists() ? state.visible() : null;
  }

  /**
   * Whether a field with a resolver would hold more writes than it may with this commit: what comes
   * of applications never does, since a put makes all superfluous that it saw.
   */
  public boolean isCrowdedBy(VerifiedCommit commit) {
    return !resolvers.isEmpty() && preview().crowds(commit);
  }

  /** A node of a store that was written with other resolvers. */
  public void resolveAnew(String id) {
    NodeSlot slot = slot(id);
    if (slot.state().writeCount() > slot.state().registerCount()) {
      slots.change(slot, merge.resolve(slot.state()));
    }
  }

  /**
   * A stored commit of a store that was written with other resolvers: perhaps some of what it wrote
   * is not superfluous any more.
   *
   * @param logSequence where it stands in the log, of a dead one
   */
  public void resolveAnew(VerifiedCommit commit, long logSequence) {
    RegisterMerge uncounted = new RegisterMerge(resolvers, null);
    List<Mutation> mutations = commit.commit().mutations();
    for (int i = 0; i < mutations.size(); i++) {
      Stamp stamp = new Stamp(commit.key(), i);
      if (mutations.get(i) instanceof Mutation.Set set
          && uncounted.resolve(load(set.node()), set, stamp) != null) {
        if (!live.isKnown(commit.key())) {
          live.open(commit, logSequence);
        }
        NodeSlot slot = slot(set.node());
        slots.change(slot, merge.resolve(slot.state(), set, stamp));
      }
    }
  }

  /** Nodes as a commit would leave them, which is not merged. */
  public Preview preview() {
    return new Preview(this, new RegisterMerge(resolvers, null));
  }

  public Resolvers resolvers() {
    return resolvers;
  }

  /** Whether an edge from or to the node was ever made. */
  public boolean hasEdges(String id) {
    NodeState state = slot(id).state();
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
        case Mutation.Set set -> set(set, stamp, commit);
        case Mutation.Remove remove -> remove(remove.node(), stamp);
        case Mutation.Link link -> edge(link.node(), link.to(), stamp, true);
        case Mutation.Unlink unlink -> edge(unlink.node(), unlink.to(), stamp, false);
      }
    }
    boolean isLive = live.isLive(commit.key());
    if (!isLive) {
      live.drop(commit.key());
    }
    return isLive;
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
    Retraction retraction = new Retraction(this, live, edges, resolvers, left, revive);
    holders.forEach((commit, count) -> {
      retraction.add(commit);
      for (int i = 0; i < count; i++) {
        live.release(commit.key());
      }
    });
    retraction.run();
  }

  private void set(Mutation.Set set, Stamp stamp, VerifiedCommit commit) {
    NodeSlot slot = slot(set.node());
    NodeState before = slot.state();
    NodeState after = merge.set(before, set, stamp);
    if (after != null) {
      slots.change(slot, after);
      nodeCount += before.exists() ? 0 : 1;
      if (after.isMadeOf(set.fields())) {
        slot.rememberSource(commit, stamp.index());
      }
    }
  }

  private void remove(String id, Stamp stamp) {
    NodeSlot slot = slot(id);
    NodeState before = slot.state();
    if (before.isKilled(stamp)) {
      return;
    }
    NodeState after = merge.remove(before, stamp);
    slots.change(slot, after);
    nodeCount -= before.exists() && !after.exists() ? 1 : 0;
    if (before.hasOutEdges()) {
      edges.removeFrom(id, stamp);
    }
    if (before.hasInEdges()) {
      changedElsewhere.addAll(edges.removeTo(id, stamp));
    }
  }

  private void edge(String from, String to, Stamp stamp, boolean linked) {
    if (load(from).isKilled(stamp) || load(to).isKilled(stamp)) {
      return;
    }
    if (edges.write(from, to, new EdgeState(stamp, linked))) {
      edgeReplaced(from, to);
    }
  }

  /** For {@link Retraction}, which counts the holders itself. */
  void replace(String id, NodeState before, NodeState after) {
    slots.change(slot(id), after);
    nodeCount += (after.exists() ? 1 : 0) - (before.exists() ? 1 : 0);
  }

  void edgeReplaced(String from, String to) {
    NodeSlot source = slot(from);
    slots.change(source, source.state().withOutEdges());
    NodeSlot target = slot(to);
    slots.change(target, target.state().withInEdges());
  }

  NodeState load(String id) {
    return slot(id).state();
  }

  private NodeSlot slot(String id) {
    NodeSlot slot = slots.get(id);
    if (slot == null) {
      byte[] key = Utf8.encode(id);
      byte[] record = store.get(Table.NODE, key);
      // That there is none is kept too: a new node is asked for by the plan and by the merge.
      NodeState state = record == null ? NodeState.ABSENT : NodeStateCodec.decode(record);
      slot = slots.add(id, key, state, record == null ? 0 : record.length);
    }
    return slot;
  }

  /** Ids of the nodes that may look different since the last flush. */
  public Set<String> changed() {
    Set<String> changed = slots.changedIds();
    changed.addAll(changedElsewhere);
    return changed;
  }

  /**
   * Adds everything gathered to the batch.
   *
   * @param logStart first sequence that the log still has
   */
  public void flush(WriteBatch batch, long logStart) {
    slots.flush(batch, changes);
    changedElsewhere.clear();
    edges.flush(batch);
    live.flush(batch, logStart);
  }
}
