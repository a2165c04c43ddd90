package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.NodeState.FieldRegister;
import dev.hyphadb.core.graph.NodeState.Write;
import dev.hyphadb.core.store.Findings;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Recomputes what the tables of the graph say of each other and of the commits: every register has
 * the value that its commit wrote, every commit the number of holders that the registers make,
 * every edge its way back. Damage becomes a finding and nothing is thrown.
 *
 * <p>Memory does not follow the size of the store: a commit's holders are counted at the registers
 * its own mutations name, and the sums of both sides tell whether a register was left over. Belongs
 * to one thread; the store must not change meanwhile.
 */
public final class GraphRecount {
  private static final int CACHE_NODES_MAX = 1024;
  private static final int CACHE_COMMITS_MAX = 256;

  private final Store store;
  private final Findings findings;
  private final Map<String, NodeState> cache = new LruCache<>(CACHE_NODES_MAX);
  private final StateHash stateHash = new StateHash();
  private long nodes;
  private long edges;
  private long reverseEdges;
  private long liveCommits;
  private long registers;
  private long holders;
  private boolean hidesRegisters;
  private boolean isMiscounted;

  public GraphRecount(Store store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  /** Nodes that exist. */
  public long nodes() {
    return nodes;
  }

  public long edges() {
    return edges;
  }

  public long liveCommits() {
    return liveCommits;
  }

  /** 32 bytes. */
  public byte[] stateHash() {
    return stateHash.toBytes();
  }

  /**
   * A commit's record in the table of live commits.
   *
   * @param logSequence where in the log it arrived
   */
  public record LiveRecord(CommitId id, int holders, long logSequence) {}

  /** {@code null} when the commit is not live; throws what a damaged record makes readers throw. */
  public LiveRecord live(byte[] commitKey) {
    byte[] record = store.get(Table.LIVE, commitKey);
    return record == null ? null : decodeLive(commitKey, record);
  }

  /** See {@link LiveCommits} for the layout. */
  private static LiveRecord decodeLive(byte[] key, byte[] record) {
    PackReader reader = new PackReader(record);
    int known = new CommitKey(key).bytes().length - 8;
    byte[] id = Arrays.copyOfRange(key, 8, 8 + CommitId.LENGTH);
    System.arraycopy(reader.raw(CommitId.LENGTH - known), 0, id, known, CommitId.LENGTH - known);
    int count = reader.integer(1, Integer.MAX_VALUE);
    long sequence = reader.unsigned();
    reader.requireEnd();
    return new LiveRecord(new CommitId(id), count, sequence);
  }

  /** Reads every node; {@code onRecord} is called after each. */
  public void countNodes(Runnable onRecord) {
    findings.scan(
        store,
        Table.NODE,
        (key, value) -> {
          onRecord.run();
          countNode(key, value);
        });
  }

  private void countNode(byte[] key, byte[] value) {
    NodeState state;
    try {
      NodeId.require(Utf8.decode(key, 0, key.length));
      state = NodeStateCodec.decode(value);
    } catch (RuntimeException e) {
      hidesRegisters = true;
      throw e;
    }
    nodes += state.exists() ? 1 : 0;
    registers +=
        state.writeCount() + (state.touch() == null ? 0 : 1) + (state.tombstone() == null ? 0 : 1);
    if (!Arrays.equals(NodeStateCodec.encode(state, new PackWriter()), value)) {
      findings.add(Table.NODE, key, "the record is not in its stored form");
    }
    checkOrder(key, state);
  }

  private void checkOrder(byte[] key, NodeState state) {
    String previous = null;
    for (FieldRegister register : state.registers()) {
      if (previous != null && Utf8.compare(previous, register.name()) >= 0) {
        findings.add(Table.NODE, key, "its fields are not unique and in order");
      }
      previous = register.name();
      if (state.isKilled(register.writes().get(0).stamp())) {
        findings.add(Table.NODE, key, "field " + register.name() + " is older than the removal");
      }
      checkKept(key, register);
    }
    if (state.touch() != null && state.isKilled(state.touch())) {
      findings.add(Table.NODE, key, "its last write is older than its removal");
    }
    if (state.touch() == null && state.registerCount() > 0) {
      findings.add(Table.NODE, key, "it has fields but does not exist");
    }
  }

  private void checkKept(byte[] key, FieldRegister register) {
    Stamp before = null;
    for (Write write : register.kept()) {
      boolean isMisplaced = !write.stamp().isAfter(before);
      if (isMisplaced || before != null && write.value() == null) {
        findings.add(Table.NODE, key, "the writes to field " + register.name() + " do not fit");
      }
      before = write.stamp();
    }
    if (before != null && !before.equals(register.stamp())) {
      findings.add(Table.NODE, key, "field " + register.name() + " is not of its newest write");
    }
  }

  /** Reads every edge in both directions, against the nodes they join. */
  public void countEdges() {
    findings.scan(store, Table.EDGE, this::countEdge);
    findings.scan(store, Table.REVERSE_EDGE, this::countReverseEdge);
  }

  private void countEdge(byte[] key, byte[] value) {
    edges++;
    EdgeState edge;
    EdgeKey ends;
    try {
      ends = EdgeKey.of(key);
      edge = EdgeState.decode(value);
    } catch (RuntimeException e) {
      hidesRegisters = true;
      throw e;
    }
    registers++;
    if (!Arrays.equals(edge.encode(), value)) {
      findings.add(Table.EDGE, key, "the record is not in its stored form");
    }
    if (store.get(Table.REVERSE_EDGE, ends.reversed()) == null) {
      findings.add(Table.EDGE, key, "the other direction of the edge is missing");
    }
    NodeState from = node(ends.first());
    NodeState to = node(ends.second());
    if (from != null && !from.hasOutEdges()) {
      findings.add(Table.NODE, Utf8.encode(ends.first()), "it has edges, but says it has none");
    }
    if (to != null && !to.hasInEdges()) {
      findings.add(
          Table.NODE, Utf8.encode(ends.second()), "edges lead to it, but it says that none do");
    }
    if (isKilled(edge.stamp(), from) || isKilled(edge.stamp(), to)) {
      findings.add(Table.EDGE, key, "the edge is older than the removal of one of its nodes");
    }
  }

  private static boolean isKilled(Stamp stamp, NodeState end) {
    return end != null && end.isKilled(stamp);
  }

  private void countReverseEdge(byte[] key, byte[] value) {
    reverseEdges++;
    if (value.length != 0) {
      findings.add(Table.REVERSE_EDGE, key, "the record is not empty");
    }
    if (store.get(Table.EDGE, EdgeKey.of(key).reversed()) == null) {
      findings.add(Table.REVERSE_EDGE, key, "the edge is missing in its own direction");
    }
  }

  /** Reads the table of live commits. */
  public void countLive() {
    findings.scan(
        store,
        Table.LIVE,
        (key, value) -> {
          liveCommits++;
          LiveRecord record = decodeLive(key, value);
          stateHash.add(record.id());
          holders += record.holders();
        });
  }

  /**
   * Checks that the registers show what a commit did, or something later, and that as many hold its
   * stamps as its record says.
   *
   * @param record the commit's record in the table of live commits; {@code null} when it is dead
   * @param otherHolders how many others than registers hold it
   */
  public void check(VerifiedCommit commit, LiveRecord record, int otherHolders) {
    int held = otherHolders;
    int hidden = 0;
    for (int i = 0; i < commit.commit().mutations().size(); i++) {
      Stamp stamp = new Stamp(commit.key(), i);
      int found =
          switch (commit.commit().mutations().get(i)) {
            case Mutation.Set set -> heldBySet(set, stamp);
            case Mutation.Remove remove -> heldByRemoval(remove.node(), stamp);
            case Mutation.Link link -> heldByEdge(link.node(), link.to(), stamp, true);
            case Mutation.Unlink unlink -> heldByEdge(unlink.node(), unlink.to(), stamp, false);
          };
      held += Math.max(0, found);
      hidden += found < 0 ? 1 : 0;
    }
    byte[] key = commit.key().bytes();
    int counted = record == null ? 0 : record.holders();
    // What could not be read has a finding of its own.
    if (hidden == 0 && held != counted) {
      isMiscounted = true;
      findings.add(
          Table.LIVE,
          key,
          "the record says that " + counted + " registers hold it; " + held + " do");
    }
  }

  /** -1 where damage hides it. */
  private int heldBySet(Mutation.Set set, Stamp stamp) {
    NodeState state = node(set.node());
    if (state == null) {
      return -1;
    }
    if (state.isKilled(stamp)) {
      return 0;
    }
    byte[] key = Utf8.encode(set.node());
    if (stamp.isAfter(state.touch())) {
      findings.add(Table.NODE, key, "it does not know of the write by commit " + stamp.commit());
      return -1;
    }
    int held = stamp.equals(state.touch()) ? 1 : 0;
    for (int i = 0; i < set.fields().size(); i++) {
      held += heldByField(key, state, set.fields().nameAt(i), set.fields().valueAt(i), stamp);
    }
    for (String name : set.unset()) {
      held += heldByField(key, state, name, null, stamp);
    }
    return held;
  }

  private int heldByField(byte[] key, NodeState state, String name, Value value, Stamp stamp) {
    FieldRegister register = state.register(name);
    if (register == null || stamp.isAfter(register.stamp())) {
      findings.add(
          Table.NODE, key, "field " + name + " does not know of the write by " + stamp.commit());
      return 0;
    }
    for (Write write : register.writes()) {
      if (stamp.equals(write.stamp())) {
        if (!Objects.equals(value, write.value())) {
          findings.add(
              Table.NODE,
              key,
              "field " + name + " is not what commit " + stamp.commit() + " wrote");
        }
        return 1;
      }
    }
    return 0;
  }

  private int heldByRemoval(String id, Stamp stamp) {
    NodeState state = node(id);
    if (state == null) {
      return -1;
    }
    if (stamp.isAfter(state.tombstone())) {
      findings.add(
          Table.NODE,
          Utf8.encode(id),
          "it does not know of the removal by commit " + stamp.commit());
      return -1;
    }
    return stamp.equals(state.tombstone()) ? 1 : 0;
  }

  private int heldByEdge(String from, String to, Stamp stamp, boolean linked) {
    NodeState source = node(from);
    NodeState target = node(to);
    if (source == null || target == null) {
      return -1;
    }
    if (source.isKilled(stamp) || target.isKilled(stamp)) {
      return 0;
    }
    byte[] key = Keys.pair(Utf8.encode(from), Utf8.encode(to));
    EdgeState edge;
    try {
      byte[] record = store.get(Table.EDGE, key);
      edge = record == null ? null : EdgeState.decode(record);
    } catch (RuntimeException e) {
      return -1;
    }
    if (edge == null || stamp.isAfter(edge.stamp())) {
      findings.add(Table.EDGE, key, "it does not know of the write by commit " + stamp.commit());
      return -1;
    }
    if (stamp.equals(edge.stamp()) && edge.linked() != linked) {
      findings.add(Table.EDGE, key, "it is not what commit " + stamp.commit() + " wrote");
    }
    return stamp.equals(edge.stamp()) ? 1 : 0;
  }

  /** {@code null} where it cannot be read, which the scan of the nodes has reported. */
  private NodeState node(String id) {
    NodeState state = cache.get(id);
    if (state == null) {
      try {
        byte[] record = store.get(Table.NODE, Utf8.encode(id));
        state = record == null ? NodeState.ABSENT : NodeStateCodec.decode(record);
      } catch (RuntimeException e) {
        return null;
      }
      cache.put(id, state);
    }
    return state;
  }

  /**
   * Compares the sums. Only when they or some commit's holders differ, looks at each register for
   * the mutation that it stems from.
   *
   * @param otherHolders how often others than registers hold a commit
   * @param stored finds a stored commit; {@code null} where there is none that can be read
   */
  public void checkSums(long otherHolders, Function<CommitKey, VerifiedCommit> stored) {
    if (reverseEdges != edges) {
      findings.add(
          Table.REVERSE_EDGE, reverseEdges + " edges lead back, of " + edges + " that lead forth");
    }
    long counted = holders - otherHolders;
    if (registers != counted && !hidesRegisters) {
      findings.add(
          Table.LIVE, "the records count " + counted + " registers; there are " + registers);
    }
    if (registers != counted || isMiscounted) {
      findRegistersWithoutOrigin(stored);
    }
  }

  private void findRegistersWithoutOrigin(Function<CommitKey, VerifiedCommit> stored) {
    Map<CommitKey, VerifiedCommit> recent = new LruCache<>(CACHE_COMMITS_MAX);
    Function<CommitKey, VerifiedCommit> commits =
        key -> {
          VerifiedCommit commit = recent.get(key);
          if (commit == null) {
            commit = stored.apply(key);
            recent.put(key, commit);
          }
          return commit;
        };
    findings.scan(store, Table.NODE, (key, value) -> requireOrigins(key, value, commits));
    findings.scan(
        store,
        Table.EDGE,
        (key, value) -> {
          EdgeKey ends = EdgeKey.of(key);
          Stamp stamp = EdgeState.decode(value).stamp();
          requireOrigin(Table.EDGE, key, stamp, commits, made -> isOf(made, ends));
        });
  }

  private static boolean isOf(Mutation made, EdgeKey ends) {
    return switch (made) {
      case Mutation.Link link ->
          link.node().equals(ends.first()) && link.to().equals(ends.second());
      case Mutation.Unlink unlink ->
          unlink.node().equals(ends.first()) && unlink.to().equals(ends.second());
      default -> false;
    };
  }

  private void requireOrigins(
      byte[] key, byte[] value, Function<CommitKey, VerifiedCommit> commits) {
    String id = Utf8.decode(key, 0, key.length);
    NodeState state = decodeOrAbsent(value);
    requireOrigin(
        Table.NODE,
        key,
        state.tombstone(),
        commits,
        made -> made instanceof Mutation.Remove && made.node().equals(id));
    requireOrigin(
        Table.NODE,
        key,
        state.touch(),
        commits,
        made -> made instanceof Mutation.Set && made.node().equals(id));
    for (FieldRegister register : state.registers()) {
      for (Write write : register.writes()) {
        requireOrigin(
            Table.NODE,
            key,
            write.stamp(),
            commits,
            made ->
                made instanceof Mutation.Set set
                    && set.node().equals(id)
                    && (set.fields().has(register.name())
                        || set.unset().contains(register.name())));
      }
    }
  }

  private void requireOrigin(
      Table table,
      byte[] key,
      Stamp stamp,
      Function<CommitKey, VerifiedCommit> commits,
      Predicate<Mutation> fits) {
    if (stamp == null) {
      return;
    }
    VerifiedCommit commit = commits.apply(stamp.commit());
    if (commit == null) {
      findings.add(
          table, key, "it holds a stamp of a commit that is not stored: " + stamp.commit());
      return;
    }
    List<Mutation> mutations = commit.commit().mutations();
    if (stamp.index() >= mutations.size() || !fits.test(mutations.get(stamp.index()))) {
      findings.add(
          table, key, "mutation " + stamp.index() + " of commit " + stamp.commit() + " is another");
    }
  }

  private static NodeState decodeOrAbsent(byte[] value) {
    try {
      return NodeStateCodec.decode(value);
    } catch (RuntimeException e) {
      return NodeState.ABSENT;
    }
  }
}
