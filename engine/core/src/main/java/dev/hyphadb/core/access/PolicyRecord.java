package dev.hyphadb.core.access;

import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.store.WriteBatch;
import dev.hyphadb.core.value.Utf8;
import java.util.Arrays;

/** Which policy the verdicts in a store follow: none in an open database. */
public final class PolicyRecord {
  private static final byte[] KEY = Utf8.encode("policy");

  private PolicyRecord() {}

  /**
   * Compares the store with how it is opened.
   *
   * @param policy {@code null} to open it without roles
   * @return whether the verdicts in the store follow another policy
   * @throws StoreException when one has roles and the other has not
   */
  public static boolean differs(Store store, AccessPolicy policy, Sha256 sha256) {
    byte[] record = store.get(Table.META, KEY);
    if (record == null && policy == null) {
      return false;
    }
    if (record == null) {
      throw new StoreException(
          "The database was made without super admins, its commits are not signed: open it without"
              + " them, or export it and import it into a new one");
    }
    if (policy == null) {
      throw new StoreException(
          "The database has roles: open it with its super admins, or what others sign is not"
              + " checked");
    }
    return !Arrays.equals(record, policy.fingerprint(sha256));
  }

  public static void save(AccessPolicy policy, Sha256 sha256, WriteBatch batch) {
    batch.put(Table.META, KEY, policy.fingerprint(sha256));
  }
}
