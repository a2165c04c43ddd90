package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.ValueException;
import java.util.List;

/** One change to the graph within a commit. Node ids are checked on construction. */
public sealed interface Mutation {
  /** The node that the mutation is about; for edges, the one they start from. */
  String node();

  /**
   * Writes fields of a node, which exists from then on.
   *
   * @param unset names of fields that are removed: in order, none of them also in {@code fields}
   */
  record Set(String node, Fields fields, List<String> unset) implements Mutation {
    public Set {
      NodeId.require(node);
      unset = List.copyOf(unset);
      String previous = null;
      for (String name : unset) {
        if (previous != null && Utf8.compare(previous, name) >= 0 || fields.has(name)) {
          throw new ValueException(
              "bad-unset", name, "removed fields are unique, in order, and not also written");
        }
        previous = name;
      }
    }
  }

  /** Deletes a node and all its edges. */
  record Remove(String node) implements Mutation {
    public Remove {
      NodeId.require(node);
    }
  }

  /** Adds the edge from a node to another, whether or not this replica holds them. */
  record Link(String node, String to) implements Mutation {
    public Link {
      NodeId.require(node);
      NodeId.require(to);
    }
  }

  /** Removes the edge from a node to another. */
  record Unlink(String node, String to) implements Mutation {
    public Unlink {
      NodeId.require(node);
      NodeId.require(to);
    }
  }
}
