package dev.hyphadb.core;

import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.commit.NodeId;
import dev.hyphadb.core.value.Fields;
import java.util.Objects;

/**
 * What an application asks of the database (SPEC.md section 2). Ids are checked on construction.
 */
public sealed interface Operation {
  /**
   * Stores a node, replacing its value.
   *
   * @param id {@code null} for the id that the value's content gives
   */
  record Put(String id, Fields value) implements Operation {
    public Put {
      Objects.requireNonNull(value, "value");
      if (id != null) {
        NodeId.require(id);
      }
    }
  }

  /** Deletes a node and its edges; nothing happens when there is no such node. */
  record Remove(String id) implements Operation {
    public Remove {
      NodeId.require(id);
    }
  }

  /** Adds an edge; the nodes may arrive later. */
  record Link(String from, String to) implements Operation {
    public Link {
      NodeId.require(from);
      NodeId.require(to);
    }
  }

  /** Removes an edge; nothing happens when there is none. */
  record Unlink(String from, String to) implements Operation {
    public Unlink {
      NodeId.require(from);
      NodeId.require(to);
    }
  }

  /**
   * Gives an account a role, in a database with roles.
   *
   * @param address {@code 0x} and 40 hexadecimal digits
   * @param expiresAtMillis when the role ends, since 1970; {@code null} for never
   */
  record AssignRole(String address, String role, Long expiresAtMillis) implements Operation {
    public AssignRole {
      Address.of(address);
      Objects.requireNonNull(role, "role");
    }
  }

  /**
   * Makes an account a guest, and worthless whatever else it says it did before: of its commits
   * those count that this peer knows. For super admins.
   *
   * @param address {@code 0x} and 40 hexadecimal digits
   */
  record CloseHistory(String address) implements Operation {
    public CloseHistory {
      Address.of(address);
    }
  }
}
