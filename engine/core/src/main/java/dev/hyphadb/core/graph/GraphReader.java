package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads nodes as they are shown, from what is durable. Any thread. */
public final class GraphReader {
  private final Store store;

  public GraphReader(Store store) {
    this.store = store;
  }

  /** The node; {@code null} when there is none, or it has been removed. */
  public Node get(String id) {
    byte[] key = Utf8.encode(id);
    return node(id, key, store.get(Table.NODE, key));
  }

  /**
   * Fields and edges are records apart, which a writer may change between two looks. Every change
   * of a node's value has a stamp of its own, so a record that is the same before and after its
   * edges were read was the same all the time, and the edges are as they were at one moment of it.
   *
   * @param record as it was read last; {@code null} when there was none
   */
  Node node(String id, byte[] key, byte[] record) {
    byte[] before = record;
    while (before != null) {
      NodeState state = NodeStateCodec.decode(before);
      if (!state.exists() || !state.hasOutEdges()) {
        return node(id, state, List.of());
      }
      List<String> edges = edges(key);
      byte[] after = store.get(Table.NODE, key);
      if (Arrays.equals(before, after)) {
        return node(id, state, edges);
      }
      before = after;
    }
    return null;
  }

  static Node node(String id, NodeState state, List<String> edges) {
    return state.exists()
        ? new Node(id, state.visible(), edges, Timestamp.unpack(state.touch().commit().hlc()))
        : null;
  }

  /**
   * Visits every node in the order of ids until the visitor returns false. What the visitor sees of
   * one node is consistent in itself.
   */
  public void forEach(Predicate<Node> visitor) {
    try (Store.Cursor cursor = store.scanWhole(Table.NODE)) {
      boolean goOn = true;
      while (goOn && cursor.next()) {
        byte[] key = cursor.key();
        Node node = node(Utf8.decode(key, 0, key.length), key, cursor.value());
        goOn = node == null || visitor.test(node);
      }
    }
  }

  /** Visits a view of every node, in the order of ids. */
  public void forEachView(Consumer<NodeView> visitor) {
    try (Store.Cursor cursor = store.scanWhole(Table.NODE)) {
      NodeRecord record = new NodeRecord(this, cursor);
      while (record.next()) {
        visitor.accept(record);
      }
    }
  }

  /**
   * Visits the nodes of a damaged store that can be read, in the order of ids.
   *
   * @return how often something could not be read, be it one node or many neighbours
   */
  public long forEachReadable(Consumer<Node> visitor) {
    long gaps = 0;
    byte[] last = {};
    Store.Cursor cursor = store.scan(Table.NODE, null, null);
    while (cursor != null) {
      try (Store.Cursor nodes = cursor) {
        while (nodes.next()) {
          last = nodes.key();
          gaps += visitReadable(last, nodes.value(), visitor) ? 0 : 1;
        }
        return gaps;
      } catch (StoreException e) {
        gaps++;
        cursor = readableAfter(last);
      }
    }
    return gaps;
  }

  private boolean visitReadable(byte[] key, byte[] record, Consumer<Node> visitor) {
    Node node;
    try {
      node = node(Utf8.decode(key, 0, key.length), key, record);
    } catch (StoreException | ValueException e) {
      return false;
    }
    if (node != null) {
      visitor.accept(node);
    }
    return true;
  }

  /**
   * What comes next is damaged, and its keys with it: tries further and further on, first by the
   * last byte of the last key, then by shorter and shorter prefixes.
   *
   * @return {@code null} when nothing more can be read
   */
  private Store.Cursor readableAfter(byte[] last) {
    for (int length = Math.max(1, last.length); length > 0; length--) {
      byte[] from = Arrays.copyOf(last, length);
      while (from[length - 1] != (byte) 0xff) {
        from[length - 1]++;
        if (isReadable(from)) {
          return store.scan(Table.NODE, from, null);
        }
      }
    }
    return null;
  }

  private boolean isReadable(byte[] from) {
    try (Store.Cursor nodes = store.scan(Table.NODE, from, null)) {
      return nodes.next();
    } catch (StoreException e) {
      return false;
    }
  }

  /**
   * Visits the values in the order of ids, so many records at most, those of nodes that were
   * removed included; edges are not read.
   *
   * @param after the id, in UTF-8, behind which to start; empty for the first
   * @return whether there may be more
   */
  public boolean forEachValue(byte[] after, int recordsMax, ValueVisitor visitor) {
    byte[] from = after.length == 0 ? null : Keys.after(after);
    try (Store.Cursor cursor = store.scan(Table.NODE, from, null)) {
      for (int i = 0; i < recordsMax; i++) {
        if (!cursor.next()) {
          return false;
        }
        byte[] key = cursor.key();
        NodeState state = NodeStateCodec.decode(cursor.value());
        Fields value = state.exists() ? state.visible() : null;
        visitor.visit(Utf8.decode(key, 0, key.length), key, value);
      }
      return true;
    }
  }

  /** Told of a node's value. */
  @FunctionalInterface
  public interface ValueVisitor {
    /**
     * @param key the id in UTF-8
     * @param value {@code null} when the node was removed
     */
    void visit(String id, byte[] key, Fields value);
  }

  /**
   * Goes through nodes in the order of ids, or against it.
   *
   * @param from the first id, in UTF-8; {@code null} for the start
   * @param to the first id that is not visited any more, greater than the other; {@code null} for
   *     the end
   */
  public NodeCursor walk(byte[] from, byte[] to, boolean isReverse) {
    return new NodeCursor(
        isReverse ? store.scanReverse(Table.NODE, from, to) : store.scan(Table.NODE, from, to));
  }

  /** A position among the nodes. Belongs to the thread that opened it. */
  public final class NodeCursor implements AutoCloseable {
    private final Store.Cursor cursor;
    private final NodeRecord record;

    private NodeCursor(Store.Cursor cursor) {
      this.cursor = cursor;
      this.record = new NodeRecord(GraphReader.this, cursor);
    }

    /** Moves to the next node there is; false at the end. */
    public boolean next() {
      return record.next();
    }

    /** The node as far as it is asked for, until the next move. */
    public NodeView view() {
      return record;
    }

    /** The node of one moment; as it was, without edges, when it was removed since. */
    public Node node() {
      return record.nodeAsItWas();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  /**
   * Nodes in the order of ids.
   *
   * @param after the id that they come after; empty for the first
   */
  public List<Node> nodesAfter(String after, int max) {
    List<Node> nodes = new ArrayList<>();
    byte[] from = after.isEmpty() ? null : Keys.after(Utf8.encode(after));
    try (NodeCursor cursor = walk(from, null, false)) {
      while (nodes.size() < max && cursor.next()) {
        nodes.add(cursor.node());
      }
    }
    return nodes;
  }

  /**
   * The commits that hold the node's registers, its removal and the edges from it among them;
   * whether or not there is such a node.
   */
  public Set<CommitKey> commitsOf(String id) {
    Set<CommitKey> commits = new LinkedHashSet<>();
    byte[] key = Utf8.encode(id);
    byte[] record = store.get(Table.NODE, key);
    if (record != null) {
      NodeState state = NodeStateCodec.decode(record);
      if (state.tombstone() != null) {
        commits.add(state.tombstone().commit());
      }
      if (state.touch() != null) {
        commits.add(state.touch().commit());
      }
      for (NodeState.FieldRegister register : state.registers()) {
        register.writes().forEach(write -> commits.add(write.stamp().commit()));
      }
    }
    byte[] prefix = Keys.pairPrefix(key);
    try (Store.Cursor edges = store.scan(Table.EDGE, prefix, Keys.afterPrefix(prefix))) {
      while (edges.next()) {
        commits.add(EdgeState.decode(edges.value()).stamp().commit());
      }
    }
    return commits;
  }

  /** The commit that last removed the node; {@code null} when none ever did. */
  public CommitKey removalOf(String id) {
    byte[] record = store.get(Table.NODE, Utf8.encode(id));
    Stamp removal = record == null ? null : NodeStateCodec.decode(record).tombstone();
    return removal == null ? null : removal.commit();
  }

  private List<String> edges(byte[] from) {
    List<String> edges = new ArrayList<>();
    byte[] prefix = Keys.pairPrefix(from);
    try (Store.Cursor cursor = store.scan(Table.EDGE, prefix, Keys.afterPrefix(prefix))) {
      while (cursor.next()) {
        if (EdgeState.decode(cursor.value()).linked()) {
          byte[] to = Keys.secondOfPair(cursor.key(), from.length);
          edges.add(Utf8.decode(to, 0, to.length));
        }
      }
    }
    return edges;
  }
}
