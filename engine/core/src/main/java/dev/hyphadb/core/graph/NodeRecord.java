package dev.hyphadb.core.graph;

import dev.hyphadb.core.store.LentBytes;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** The record at which a scan of the nodes stands. Belongs to the scan's thread. */
final class NodeRecord implements NodeView {
  private final GraphReader graph;
  private final Store.Cursor cursor;
  private final LentBytes record = new LentBytes();
  private final PackReader reader = new PackReader(new byte[0]);

  private int flags;
  private int fieldsAt;

  /** {@code null} until somebody asks. */
  private Fields value;

  /** {@code null} until somebody asks. */
  private String id;

  NodeRecord(GraphReader graph, Store.Cursor cursor) {
    this.graph = graph;
    this.cursor = cursor;
  }

  /** Moves to the next node there is; false at the end. */
  boolean next() {
    while (cursor.next(record)) {
      reader.reset(record.bytes(), 0, record.length());
      flags = NodeStateCodec.openFields(reader);
      if (NodeStateCodec.exists(flags)) {
        fieldsAt = reader.position();
        value = null;
        id = null;
        return true;
      }
    }
    return false;
  }

  @Override
  public String id() {
    if (id == null) {
      byte[] key = cursor.key();
      id = Utf8.decode(key, 0, key.length);
    }
    return id;
  }

  @Override
  public Value field(PackedText name) {
    if (value != null) {
      return value.get(name.text());
    }
    reader.reset(record.bytes(), fieldsAt, record.length() - fieldsAt);
    return NodeStateCodec.seekField(reader, flags, name) ? reader.value() : null;
  }

  @Override
  public boolean hasOtherText(PackedText name, PackedText text) {
    reader.reset(record.bytes(), fieldsAt, record.length() - fieldsAt);
    return NodeStateCodec.seekField(reader, flags, name)
        && reader.isText()
        && reader.compareText(text) != 0;
  }

  @Override
  public Fields value() {
    if (value == null) {
      value = state().visible();
    }
    return value;
  }

  private NodeState state() {
    return NodeStateCodec.decode(record.bytes(), record.length());
  }

  /** The node of one moment; as it was, without edges, when it was removed since. */
  Node nodeAsItWas() {
    Node present = node();
    return present == null ? GraphReader.node(id(), state(), List.of()) : present;
  }

  @Override
  public Node node() {
    return graph.node(id(), cursor.key(), record.copy());
  }
}
