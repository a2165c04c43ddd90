package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.PackWriter;

/** What {@link GraphWriter} knows of one node; changed until it is flushed. */
final class NodeSlot {
  private final String id;
  private final byte[] key;
  private NodeState state;
  private int recordBytes;
  private boolean isChanged;

  /** As it is in the store; only kept while it is changed. */
  private NodeState stored;

  /** Has the node's fields as bytes; {@code null} when they have to be written anew. */
  private VerifiedCommit source;

  private int mutation;

  NodeSlot(String id, byte[] key, NodeState state, int recordBytes) {
    this.id = id;
    this.key = key;
    this.state = state;
    this.recordBytes = recordBytes;
  }

  String id() {
    return id;
  }

  /** In the table of nodes. */
  byte[] key() {
    return key;
  }

  NodeState state() {
    return state;
  }

  /** How long the record in the store is. */
  int recordBytes() {
    return recordBytes;
  }

  boolean isChanged() {
    return isChanged;
  }

  void change(NodeState to) {
    if (!to.hasFieldsOf(state)) {
      source = null;
    }
    if (!isChanged) {
      stored = state;
      isChanged = true;
    }
    state = to;
  }

  /** The fields are those that a mutation of this commit set. */
  void rememberSource(VerifiedCommit commit, int position) {
    source = commit;
    mutation = position;
  }

  /** What the next {@link #flush} does to the node. */
  NodeChange pending() {
    return new NodeChange(id, key, stored, state);
  }

  /** The record to store; the node is unchanged from here on. */
  byte[] flush(PackWriter writer) {
    byte[] record =
        source == null
            ? NodeStateCodec.encode(state, writer)
            : NodeStateCodec.encodeWhole(
                state,
                source.body(),
                source.fieldsOffset(mutation),
                source.fieldsEnd(mutation),
                writer);
    source = null;
    stored = null;
    isChanged = false;
    recordBytes = record.length;
    return record;
  }
}
