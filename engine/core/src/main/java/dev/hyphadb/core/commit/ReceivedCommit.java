package dev.hyphadb.core.commit;

/**
 * A commit as it came from elsewhere: its bytes are canonical and within the limits, its id is
 * their hash, but nobody has looked at its signature. {@link CommitCheck} makes it a {@link
 * VerifiedCommit}.
 */
public final class ReceivedCommit {
  private final VerifiedCommit commit;

  ReceivedCommit(VerifiedCommit commit) {
    this.commit = commit;
  }

  public CommitId id() {
    return commit.id();
  }

  /** Only for {@link CommitCheck}. */
  VerifiedCommit unchecked() {
    return commit;
  }
}
