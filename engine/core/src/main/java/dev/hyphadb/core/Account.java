package dev.hyphadb.core;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * An account of a database with roles, as one replica knows it at one moment.
 *
 * @param address {@code 0x} and 40 hexadecimal digits, in lowercase
 * @param role {@code guest} when none was assigned, or it has expired
 * @param expiresAtMillis when the role ends, since 1970; {@code null} for never
 * @param permissions what the role permits
 */
public record Account(String address, String role, Long expiresAtMillis, Set<String> permissions) {
  public Account {
    permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
  }
}
