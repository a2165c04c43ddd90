package dev.hyphadb.core.graph;

import dev.hyphadb.core.store.Keys;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Utf8;
import java.util.ArrayList;
import java.util.List;
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
    byte[] record = store.get(Table.NODE, key);
    return record == null ? null : node(id, key, NodeStateCodec.decode(record));
  }

  /**
   * Visits every node in the order of ids until the visitor returns false. What the visitor sees of
   * one node is consistent in itself.
   */
  public void forEach(Predicate<Node> visitor) {
    try (Store.Cursor cursor = store.scan(Table.NODE, null, null)) {
      boolean goOn = true;
      while (goOn && cursor.next()) {
        byte[] key = cursor.key();
        NodeState state = NodeStateCodec.decode(cursor.value());
        if (state.exists()) {
          goOn = visitor.test(node(Utf8.decode(key, 0, key.length), key, state));
        }
      }
    }
  }

  private Node node(String id, byte[] key, NodeState state) {
    if (!state.exists()) {
      return null;
    }
    List<String> edges = state.hasOutEdges() ? edges(key) : List.of();
    return new Node(id, state.visible(), edges, Timestamp.unpack(state.touch().commit().hlc()));
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
