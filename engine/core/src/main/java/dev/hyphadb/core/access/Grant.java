package dev.hyphadb.core.access;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;

/**
 * How one commit changes one account's role: an entry of the authority history. Like the fields of
 * the account's node, role and expiry are changed each for itself.
 *
 * @param changesRole whether it says what the role is
 * @param role {@code null} for none
 * @param changesExpiry whether it says when the role ends
 * @param expiresAtMillis {@code null} for never
 * @param closing {@code null} when it closes nothing
 */
record Grant(
    boolean changesRole,
    String role,
    boolean changesExpiry,
    Long expiresAtMillis,
    ClosedHistory closing) {
  private static final int CHANGES_ROLE = 1;
  private static final int CHANGES_EXPIRY = 2;
  private static final int CLOSES = 4;

  /** What the removal of the account's node does. */
  static final Grant REMOVAL = new Grant(true, null, true, null, null);

  static final Grant NOTHING = new Grant(false, null, false, null, null);

  /** This and then, in the same commit, another. */
  Grant then(Grant later) {
    return new Grant(
        changesRole || later.changesRole,
        later.changesRole ? later.role : role,
        changesExpiry || later.changesExpiry,
        later.changesExpiry ? later.expiresAtMillis : expiresAtMillis,
        later.closing != null ? later.closing : closing);
  }

  byte[] encode() {
    int flags =
        (changesRole ? CHANGES_ROLE : 0)
            | (changesExpiry ? CHANGES_EXPIRY : 0)
            | (closing != null ? CLOSES : 0);
    PackWriter writer = new PackWriter(64).integer(flags);
    if (role == null) {
      writer.nil();
    } else {
      writer.text(role);
    }
    if (expiresAtMillis == null) {
      writer.nil();
    } else {
      writer.integer(expiresAtMillis);
    }
    if (closing != null) {
      writer.value(closing.toValue());
    }
    return writer.toByteArray();
  }

  static Grant decode(byte[] record) {
    PackReader reader = new PackReader(record);
    int flags = reader.integer(0, CHANGES_ROLE | CHANGES_EXPIRY | CLOSES);
    String role = reader.tryNil() ? null : reader.text();
    Long expiresAtMillis = reader.tryNil() ? null : (Long) reader.integer();
    Fields closing = (flags & CLOSES) != 0 ? reader.fields() : null;
    return new Grant(
        (flags & CHANGES_ROLE) != 0,
        role,
        (flags & CHANGES_EXPIRY) != 0,
        expiresAtMillis,
        closing == null ? null : ClosedHistory.of(closing));
  }
}
