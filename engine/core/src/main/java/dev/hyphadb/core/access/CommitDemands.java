package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a commit asks for, read from nothing but the commit itself: the permissions that its author
 * needs, and the roles that it changes.
 */
final class CommitDemands {
  /** A role node under an id that is not in lowercase. */
  static final String BAD_USER_ID = "bad-user-id";

  /** A guarded field that is not what it has to be. */
  static final String MALFORMED_GRANT = "malformed-grant";

  /** Dated before a closing of its author's history that leaves it out, or closing one itself. */
  static final String HISTORY_CLOSED = "history-closed";

  private final Roles roles;
  private final Set<String> permissions = new TreeSet<>();
  private final Map<Address, Grant> grants = new LinkedHashMap<>();
  private boolean deletes;
  private boolean closes;
  private boolean isWelcome;
  private String fault;

  private CommitDemands(Roles roles) {
    this.roles = roles;
  }

  static CommitDemands of(Commit commit, Roles roles) {
    CommitDemands demands = new CommitDemands(roles);
    if (commit.author() == null) {
      demands.fault = CommitCheck.UNSIGNED;
      return demands;
    }
    for (Mutation mutation : commit.mutations()) {
      switch (mutation) {
        case Mutation.Set set -> demands.set(set);
        case Mutation.Remove remove -> demands.remove(remove.node());
        case Mutation.Link link -> demands.link(link.node(), link.to());
        case Mutation.Unlink unlink -> demands.link(unlink.node(), unlink.to());
      }
    }
    demands.isWelcome = demands.fault == null && isWelcome(commit);
    return demands;
  }

  /** Whether an account creates its own node, as a guest, and does nothing else. */
  private static boolean isWelcome(Commit commit) {
    return commit.mutations().size() == 1
        && commit.mutations().get(0) instanceof Mutation.Set set
        && UserNode.isUserNode(set.node())
        && set.node().equals(new Address(commit.author()).userNode())
        && set.fields().get(UserNode.ROLE) instanceof Value.Text role
        && role.value().equals(Roles.GUEST)
        && !set.fields().has(UserNode.EXPIRES_AT)
        && !set.fields().has(UserNode.LAST_COMMITS)
        && Collections.disjoint(set.unset(), UserNode.GUARDED_FIELDS);
  }

  private void set(Mutation.Set set) {
    if (!UserNode.isUserNode(set.node())) {
      permissions.add(Roles.WRITE);
      return;
    }
    requireCanonical(set.node());
    if (!UserNode.touchesGuardedField(set)) {
      permissions.add(Roles.WRITE);
      return;
    }
    permissions.add(Roles.ASSIGN_ROLE);
    for (int i = 0; i < set.fields().size(); i++) {
      if (!UserNode.GUARDED_FIELDS.contains(set.fields().nameAt(i))) {
        permissions.add(Roles.WRITE);
      }
    }
    if (!UserNode.GUARDED_FIELDS.containsAll(set.unset())) {
      permissions.add(Roles.WRITE);
    }
    Grant grant = grant(set);
    Address account = UserNode.account(set.node());
    if (account != null && grant != null) {
      grants.merge(account, grant, Grant::then);
    }
  }

  private Grant grant(Mutation.Set set) {
    Value role = set.fields().get(UserNode.ROLE);
    Value expiresAt = set.fields().get(UserNode.EXPIRES_AT);
    Value lastCommits = set.fields().get(UserNode.LAST_COMMITS);
    ClosedHistory closing = lastCommits == null ? null : ClosedHistory.of(lastCommits);
    boolean isWellFormed =
        (role == null || role instanceof Value.Text || role instanceof Value.Null)
            && (expiresAt == null
                || expiresAt instanceof Value.Int
                || expiresAt instanceof Value.Null)
            && (lastCommits == null || closing != null);
    if (!isWellFormed) {
      fault = MALFORMED_GRANT;
      return null;
    }
    closes |= closing != null;
    if (role instanceof Value.Text name) {
      // Nobody gives what he does not have.
      permissions.addAll(roles.permissionsOf(name.value()));
    }
    return new Grant(
        role != null || set.unset().contains(UserNode.ROLE),
        role instanceof Value.Text name ? name.value() : null,
        expiresAt != null || set.unset().contains(UserNode.EXPIRES_AT),
        expiresAt instanceof Value.Int millis ? (Long) millis.value() : null,
        closing);
  }

  private void remove(String node) {
    if (!UserNode.isUserNode(node)) {
      deletes = true;
      return;
    }
    requireCanonical(node);
    permissions.add(Roles.ASSIGN_ROLE);
    Address account = UserNode.account(node);
    if (account != null) {
      grants.merge(account, Grant.REMOVAL, Grant::then);
    }
  }

  private void link(String from, String to) {
    requireCanonical(from);
    requireCanonical(to);
    permissions.add(Roles.LINK);
  }

  private void requireCanonical(String node) {
    if (!node.equals(UserNode.canonicalId(node))) {
      fault = BAD_USER_ID;
    }
  }

  /** Why the commit can never count; {@code null} when it can. */
  String fault() {
    return fault;
  }

  boolean areMetBy(Set<String> held) {
    return held.containsAll(permissions)
        && (!deletes || held.contains(Roles.DELETE) || held.contains(Roles.DELETE_ANY));
  }

  /** What is asked for and not among these, for people to read. */
  Set<String> missingFrom(Set<String> held) {
    Set<String> missing = new TreeSet<>(permissions);
    if (deletes) {
      missing.add(Roles.DELETE);
    }
    missing.removeAll(held);
    return missing;
  }

  /** Whether it closes an account's history, which only a super admin may. */
  boolean closes() {
    return closes;
  }

  /** Whether it may be an unknown account's first write. */
  boolean isWelcome() {
    return isWelcome;
  }

  /** How it changes roles, by account; of a welcome, the author's own. */
  Map<Address, Grant> grants() {
    return grants;
  }
}
