package dev.hyphadb;

import dev.hyphadb.core.Account;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.jvm.database.DatabaseHandle;
import java.time.Instant;
import java.util.List;

/**
 * Accounts and roles of a database that was opened with super admins (SPEC.md section 6). Addresses
 * are {@code 0x} and 40 hexadecimal digits, without regard to case. Any thread.
 *
 * <p>Every method throws {@link AccessException}: {@code no-roles} in an open database, {@code
 * no-identity} when this peer has no account, {@code not-permitted} when its account may not do
 * that. Nothing has happened then.
 */
public final class Security {
  private final DatabaseHandle database;

  Security(DatabaseHandle database) {
    this.database = database;
  }

  /**
   * The account that signs what is written here. Where several processes share a directory, that is
   * the account of the one that has the files open.
   */
  public Account account() {
    return database.account(null);
  }

  /** What another account may do, by what this peer knows. */
  public Account account(String address) {
    return database.account(address);
  }

  /** Gives an account a role for good, or until it is given another. */
  public void assignRole(String address, String role) {
    assignRole(address, role, null);
  }

  /**
   * Gives an account a role. Takes the permission {@code assignRole}, and every permission that the
   * role has.
   *
   * @param expiresAt from then on the account is a guest; {@code null} for never
   */
  public void assignRole(String address, String role, Instant expiresAt) {
    Long expiresAtMillis = expiresAt == null ? null : (Long) expiresAt.toEpochMilli();
    database.submit(List.of(new Operation.AssignRole(address, role, expiresAtMillis)));
  }

  /**
   * Makes an account a guest and closes its history: of what it says it did before, that counts
   * which this peer knows now, and nothing else, on every peer, whatever its date. For super
   * admins, against an account that may go on writing with a clock set back. What it granted falls
   * with what does not count.
   */
  public void closeHistory(String address) {
    database.submit(List.of(new Operation.CloseHistory(address)));
  }

  /**
   * Whether this peer's account may do something that the database itself does not know.
   *
   * @param permission one of those in the roles' configuration
   * @return the account's address
   */
  public String executeWithPermission(String permission) {
    Account own = account();
    if (!own.permissions().contains(permission)) {
      throw new AccessException(
          "not-permitted",
          own.address()
              + " has the role "
              + own.role()
              + ", which does not permit "
              + permission
              + ": have a role assigned that does");
    }
    return own.address();
  }
}
