package dev.hyphadb.core.graph;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackedText;
import dev.hyphadb.core.value.Value;

/**
 * A node to be looked at: a {@link Node}, or a stored record of which only what is asked for is
 * read. A record is there for the call that it is given to, and no longer.
 */
public interface NodeView {
  String id();

  /** The field of that very name; {@code null} when there is none. */
  Value field(PackedText name);

  /**
   * Whether the field is there, and is another text than that: never true unless that can be told
   * without reading it.
   */
  default boolean hasOtherText(PackedText name, PackedText text) {
    return false;
  }

  /** All fields. */
  Fields value();

  /** The whole node, to keep; {@code null} when it was removed since. */
  Node node();
}
