package dev.hyphadb.core.access;

/**
 * How much may wait for a role.
 *
 * @param commitsOfAuthorMax commits of one author
 * @param bytesOfAuthorMax what they take in the store
 * @param commitsMax commits in all
 * @param bytesMax what they take in the store
 */
public record QuarantineLimits(
    int commitsOfAuthorMax, long bytesOfAuthorMax, int commitsMax, long bytesMax) {
  public static final QuarantineLimits DEFAULTS =
      new QuarantineLimits(1_000, 8L << 20, 10_000, 64L << 20);

  public QuarantineLimits {
    if (commitsOfAuthorMax < 0 || bytesOfAuthorMax < 0 || commitsMax < 0 || bytesMax < 0) {
      throw new IllegalArgumentException("limits of the quarantine are not negative");
    }
  }
}
