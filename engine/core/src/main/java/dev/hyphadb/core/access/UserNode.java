package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Mutation;
import java.util.List;

/**
 * The nodes that hold roles: {@code user:<address>}, with the address in lowercase. Of these, and
 * of every other id that starts with {@code user:}, some fields are only for those who may assign
 * roles.
 */
public final class UserNode {
  public static final String PREFIX = "user:";

  /** Name of the account's role. */
  public static final String ROLE = "role";

  /** When the role ends, in milliseconds since 1970. */
  public static final String EXPIRES_AT = "expiresAt";

  /** By replica, the last commit of the account that counts; see {@link ClosedHistory}. */
  public static final String LAST_COMMITS = "lastCommits";

  /** Fields of which changing any is assigning a role. */
  public static final List<String> GUARDED_FIELDS = List.of(ROLE, EXPIRES_AT, LAST_COMMITS);

  private UserNode() {}

  public static boolean isUserNode(String id) {
    return id.startsWith(PREFIX);
  }

  /** Whose role the node holds; {@code null} when it is no account's, or not in lowercase. */
  public static Address account(String id) {
    return isUserNode(id)
            && Address.isAddress(id, PREFIX.length())
            && id.equals(Address.canonical(id))
        ? Address.of(id.substring(PREFIX.length()))
        : null;
  }

  /** The id under which the node is stored: an account's in lowercase, any other as it is. */
  public static String canonicalId(String id) {
    return isUserNode(id) && Address.isAddress(id, PREFIX.length()) ? Address.canonical(id) : id;
  }

  /** Whether the write touches what only those who assign roles may touch. */
  static boolean touchesGuardedField(Mutation.Set set) {
    for (String field : GUARDED_FIELDS) {
      if (set.fields().has(field) || set.unset().contains(field)) {
        return true;
      }
    }
    return false;
  }
}
