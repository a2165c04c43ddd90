package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Authority;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.access.UserNode;
import dev.hyphadb.core.commit.CommitDigest;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.Signer;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;

/** The account with which a replica makes its own commits, in a database with roles. */
final class OwnAccount {
  private final Security security;
  private final Authority authority;
  private final CommitDigest digest;

  OwnAccount(Security security, Authority authority, Sha256 sha256) {
    this.security = security;
    this.authority = authority;
    this.digest = new CommitDigest(security.database(), sha256);
  }

  /**
   * @throws AccessException when the peer has none
   */
  Address address() {
    return new Address(signer().address());
  }

  private Signer signer() {
    if (security.signer() == null) {
      throw new AccessException(
          "no-identity",
          "This peer has no account, and \""
              + security.database()
              + "\" takes signed writes only: open it with an identity");
    }
    return security.signer();
  }

  VerifiedCommit sign(VerifiedCommit commit) {
    return commit.signedWith(signer().sign(digest.of(commit.id())));
  }

  /**
   * @throws AccessException when the commit, made by this account, does not count
   */
  void requireCounts(VerifiedCommit commit, long nowMillis) {
    authority.requireCounts(commit, nowMillis);
  }

  private boolean mayAssignRoles(long nowMillis) {
    return authority.permissionsOf(address(), nowMillis).contains(Roles.ASSIGN_ROLE);
  }

  /**
   * What a put stores of a value: of a user node, its role stays whatever the value says, unless
   * the account may assign roles; one that creates its own node is a guest.
   *
   * @param before the node as it is; {@code null} when there is none
   */
  Fields guarded(String id, Fields value, Fields before, long nowMillis) {
    if (!UserNode.isUserNode(id) || mayAssignRoles(nowMillis)) {
      return value;
    }
    Fields.Builder kept = Fields.builder();
    value.forEach((String name, Value field) -> {
      if (!UserNode.GUARDED_FIELDS.contains(name)) {
        kept.put(name, field);
      } else if (before == null || !field.equals(before.get(name))) {
        requireNotGuarded(id, name, field);
      }
    });
    boolean isWelcome = id.equals(address().userNode()) && authority.isUnknown(address());
    for (String name : UserNode.GUARDED_FIELDS) {
      Value present = before == null ? null : before.get(name);
      if (isWelcome && name.equals(UserNode.ROLE)) {
        kept.put(name, Roles.GUEST);
      } else if (present != null) {
        kept.put(name, present);
      }
    }
    return kept.build();
  }

  private void requireNotGuarded(String id, String name, Value field) {
    boolean asksForGuest =
        name.equals(UserNode.ROLE)
            && field.equals(Value.of(Roles.GUEST))
            && id.equals(address().userNode());
    if (!asksForGuest) {
      throw new AccessException(
          "not-permitted",
          address()
              + " may not change \""
              + name
              + "\" of "
              + id
              + ": that takes the permission assignRole");
    }
  }

  /** The value that closes the account's history where this replica's knowledge of it ends. */
  Fields closingOf(Address account) {
    return authority.historyOf(account).toValue();
  }

  void requireRole(String role) {
    if (!security.policy().roles().has(role)) {
      throw new AccessException(
          "unknown-role", "There is no role \"" + role + "\": define it in customRoles");
    }
  }
}
