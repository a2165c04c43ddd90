package dev.hyphadb.core;

import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Authority;

/**
 * The accounts of a database with roles, as a replica knows them at one moment. To be used at once,
 * by the owner of the replica.
 */
public final class Accounts {
  private final Authority authority;
  private final OwnAccount own;
  private final long nowMillis;

  Accounts(Authority authority, OwnAccount own, long nowMillis) {
    this.authority = authority;
    this.own = own;
    this.nowMillis = nowMillis;
  }

  /** The account's role now: {@code guest} when none was ever assigned, or it has expired. */
  public String role(Address account) {
    return authority.roleOf(account, nowMillis);
  }

  public Account of(Address account) {
    return new Account(
        account.toString(),
        role(account),
        authority.expiryOf(account, nowMillis),
        authority.permissionsOf(account, nowMillis));
  }

  /**
   * This peer's own account.
   *
   * @throws AccessException {@code no-identity} when it has none
   */
  public Address own() {
    return own.address();
  }
}
