package dev.hyphadb.core;

import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;

/**
 * A mutation that a peer made, as middleware sees it (SPEC.md section 2). Checked on construction.
 *
 * @param value of an upsert, all fields as the node will show them; otherwise {@code null}
 * @param edge of a link or unlink, the node that the edge ends at; otherwise {@code null}
 * @param timestamp when it was made; {@code null} when middleware made it
 * @param author the address of the account that signed, 0x and 40 hexadecimal digits; {@code null}
 *     in an open database
 */
public record RemoteOperation(
    Type type, String id, Fields value, String edge, Timestamp timestamp, String author) {
  public enum Type {
    UPSERT,
    REMOVE,
    LINK,
    UNLINK
  }

  public RemoteOperation {
    NodeId.require(id);
    boolean isEdge = type == Type.LINK || type == Type.UNLINK;
    if ((type == Type.UPSERT) != (value != null) || isEdge != (edge != null)) {
      throw new IllegalArgumentException(
          "an upsert has a value and a link or unlink has an edge, nothing else has: " + type);
    }
    if (isEdge) {
      NodeId.require(edge);
    }
  }

  public static RemoteOperation upsert(String id, Fields value) {
    return new RemoteOperation(Type.UPSERT, id, value, null, null, null);
  }

  public static RemoteOperation remove(String id) {
    return new RemoteOperation(Type.REMOVE, id, null, null, null, null);
  }

  public static RemoteOperation link(String id, String edge) {
    return new RemoteOperation(Type.LINK, id, null, edge, null, null);
  }

  public static RemoteOperation unlink(String id, String edge) {
    return new RemoteOperation(Type.UNLINK, id, null, edge, null, null);
  }

  /** This upsert with another value. */
  public RemoteOperation withValue(Fields other) {
    return new RemoteOperation(type, id, other, edge, timestamp, author);
  }

  Operation toOperation() {
    return switch (type) {
      case UPSERT -> new Operation.Put(id, value);
      case REMOVE -> new Operation.Remove(id);
      case LINK -> new Operation.Link(id, edge);
      case UNLINK -> new Operation.Unlink(id, edge);
    };
  }
}
