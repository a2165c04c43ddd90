package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.Utf8;

/**
 * What a commit's author signs (docs/protocol/commits.md): it names the database too, so that a
 * commit counts in no other than the one it was made for.
 *
 * <pre>SHA-256("HyphaDB commit 1" ++ 00 ++ database name ++ 00 ++ commit id)</pre>
 */
public final class CommitDigest {
  private static final byte[] DOMAIN = Utf8.encode("HyphaDB commit 1\0");

  private final Sha256 sha256;

  /** All that comes before the commit id. */
  private final byte[] prefix;

  /**
   * @param database the name under which all peers open it
   */
  public CommitDigest(String database, Sha256 sha256) {
    this.sha256 = sha256;
    byte[] name = Utf8.encode(database);
    prefix = new byte[DOMAIN.length + name.length + 1];
    System.arraycopy(DOMAIN, 0, prefix, 0, DOMAIN.length);
    System.arraycopy(name, 0, prefix, DOMAIN.length, name.length);
  }

  /** 32 bytes. */
  public byte[] of(CommitId id) {
    byte[] bytes = new byte[prefix.length + CommitId.LENGTH];
    System.arraycopy(prefix, 0, bytes, 0, prefix.length);
    System.arraycopy(id.bytes(), 0, bytes, prefix.length, CommitId.LENGTH);
    return sha256.hash(bytes);
  }
}
