package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;

/** The rule for node ids, which are plain strings: not empty, at most 1,024 bytes of UTF-8. */
public final class NodeId {
  public static final int BYTES_MAX = 1024;

  private NodeId() {}

  /**
   * @throws ValueException {@code bad-id}, when the text cannot be a node id
   */
  public static String require(String id) {
    if (id == null || id.isEmpty()) {
      throw new ValueException("bad-id", "", "a node id is not empty");
    }
    // No UTF-16 unit takes more than three bytes: short ids need no encoding to be measured.
    if (id.length() * 3 > BYTES_MAX) {
      int length = id.length() > BYTES_MAX ? id.length() : Utf8.encode(id).length;
      if (length > BYTES_MAX) {
        throw new ValueException("bad-id", "", "a node id has at most 1,024 bytes of UTF-8");
      }
    }
    Utf8.requireWellFormed(id);
    return id;
  }
}
