package dev.hyphadb.core.commit;

/**
 * What a commit may measure. Peers must agree on these to converge, so they are constants of the
 * protocol version.
 */
public final class CommitLimits {
  /** Canonical bytes of one commit. */
  public static final int BODY_BYTES_MAX = 4 << 20;

  /** Mutations of one commit. */
  public static final int MUTATIONS_MAX = 65_535;

  private CommitLimits() {}
}
