package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.value.Utf8;
import java.util.Set;
import java.util.TreeSet;

/**
 * The constitution of a database, which no commit can change: all its peers are configured with the
 * same.
 *
 * @param superAdmins accounts that may do everything, always; at least one
 */
public record AccessPolicy(Set<Address> superAdmins, Roles roles) {
  public AccessPolicy {
    superAdmins = Set.copyOf(superAdmins);
    if (superAdmins.isEmpty()) {
      throw new IllegalArgumentException(
          "a database with roles has at least one super admin: name one in superAdmins");
    }
  }

  /** 32 bytes; equal for equal policies. */
  byte[] fingerprint(Sha256 sha256) {
    TreeSet<String> admins = new TreeSet<>();
    superAdmins.forEach(address -> admins.add(address.toString()));
    return sha256.hash(Utf8.encode(admins + "\n" + roles.describe()));
  }
}
