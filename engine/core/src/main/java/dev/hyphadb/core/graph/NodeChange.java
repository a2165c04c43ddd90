package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Fields;

/** What a write batch does to the value of one node. Belongs to the owner thread. */
public final class NodeChange {
  private final String id;
  private final byte[] key;
  private final NodeState stateBefore;
  private final NodeState stateAfter;

  NodeChange(String id, byte[] key, NodeState before, NodeState after) {
    this.id = id;
    this.key = key;
    this.stateBefore = before;
    this.stateAfter = after;
  }

  public String id() {
    return id;
  }

  /** The id in UTF-8, as it is a key of the store. */
  public byte[] key() {
    return key;
  }

  /** The value in the store; {@code null} when there was no such node. */
  public Fields before() {
    return stateBefore.exists() ? stateBefore.visible() : null;
  }

  /** The value after the batch; {@code null} when the node is gone. */
  public Fields after() {
    return stateAfter.exists() ? stateAfter.visible() : null;
  }

  /** Whether the node may have a field of that name, before or after: cheaper than its value. */
  public boolean names(String field) {
    return stateBefore.names(field) || stateAfter.names(field);
  }
}
