package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * The verdict on a commit: whether its author was permitted, at its stamp, what it does. Follows
 * from the configuration and the authority history alone. An entry only ever weighs on commits of
 * later stamps, except one that closes a history; those are super admins', whose commits nothing
 * weighs on. So no verdict rests on itself.
 */
final class Judge {
  private final AccessPolicy policy;
  private final AuthorityHistory history;

  Judge(AccessPolicy policy, AuthorityHistory history) {
    this.policy = policy;
    this.history = history;
  }

  CommitDemands demands(VerifiedCommit commit) {
    return CommitDemands.of(commit.commit(), policy.roles());
  }

  Verdict of(VerifiedCommit commit, CommitDemands demands) {
    if (demands.fault() != null) {
      return Verdict.NEVER;
    }
    Address author = new Address(commit.commit().author());
    if (policy.superAdmins().contains(author)) {
      return Verdict.COUNTS;
    }
    NavigableMap<CommitKey, Grant> grants = history.of(author);
    if (demands.closes() || isClosedOut(commit, grants)) {
      return Verdict.NEVER;
    }
    Map.Entry<CommitKey, Grant> before = grants.lowerEntry(commit.key());
    long atMillis = Timestamp.unpack(commit.key().hlc()).physical();
    boolean counts =
        demands.areMetBy(policy.roles().permissionsOf(role(grants, before, atMillis)))
            || demands.isWelcome() && before == null;
    return counts ? Verdict.COUNTS : Verdict.WAITS;
  }

  private static boolean isClosedOut(VerifiedCommit commit, NavigableMap<CommitKey, Grant> grants) {
    for (Grant later : grants.tailMap(commit.key(), false).values()) {
      if (later.closing() != null && !later.closing().permits(commit.commit(), commit.id())) {
        return true;
      }
    }
    return false;
  }

  /** The role that the entries up to one leave in force. */
  private String role(
      NavigableMap<CommitKey, Grant> grants, Map.Entry<CommitKey, Grant> last, long atMillis) {
    Grant sum = sum(grants, last);
    return isInForce(sum, atMillis) ? sum.role() : Roles.GUEST;
  }

  private boolean isInForce(Grant sum, long atMillis) {
    return sum.role() != null
        && policy.roles().has(sum.role())
        && (sum.expiresAtMillis() == null || atMillis < sum.expiresAtMillis());
  }

  /**
   * What the entries up to one come to.
   *
   * @param last {@code null} for none
   */
  private static Grant sum(
      NavigableMap<CommitKey, Grant> grants, Map.Entry<CommitKey, Grant> last) {
    Grant sum = Grant.NOTHING;
    Map.Entry<CommitKey, Grant> entry = last;
    while (entry != null && !(sum.changesRole() && sum.changesExpiry())) {
      sum = entry.getValue().then(sum);
      entry = grants.lowerEntry(entry.getKey());
    }
    return sum;
  }

  /** The account's role at a time, by all entries there are. */
  String roleOf(Address account, long atMillis) {
    NavigableMap<CommitKey, Grant> grants = history.of(account);
    return policy.superAdmins().contains(account)
        ? Roles.SUPERADMIN
        : role(grants, grants.lastEntry(), atMillis);
  }

  /** When the role that the account has at a time ends; {@code null} for never. */
  Long expiryOf(Address account, long atMillis) {
    NavigableMap<CommitKey, Grant> grants = history.of(account);
    Grant sum = sum(grants, grants.lastEntry());
    return !policy.superAdmins().contains(account) && isInForce(sum, atMillis)
        ? sum.expiresAtMillis()
        : null;
  }

  /** Whether nothing is known of the account yet, so that it may create its own node. */
  boolean isUnknown(Address account) {
    return !policy.superAdmins().contains(account) && history.of(account).isEmpty();
  }

  Set<String> permissionsOf(Address account, long atMillis) {
    return policy.roles().permissionsOf(roleOf(account, atMillis));
  }

  boolean isSuperAdmin(Address account) {
    return policy.superAdmins().contains(account);
  }
}
