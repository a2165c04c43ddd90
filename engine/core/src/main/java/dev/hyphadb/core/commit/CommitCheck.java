package dev.hyphadb.core.commit;

import java.util.List;

/**
 * What commits have to show before anything else is done with them: in a database with roles their
 * author's signature for this database, in an open one that they claim no author. Takes most of the
 * time that a commit costs, and needs nothing of the replica: it may be done on any thread, one at
 * a time for each object.
 */
public final class CommitCheck {
  /** A commit with an author, in an open database. */
  public static final String UNEXPECTED_SIGNATURE = "unexpected-signature";

  /** A commit without an author, in a database with roles. */
  public static final String UNSIGNED = "unsigned";

  /** A signature that is not the author's, or is for another commit or database. */
  public static final String BAD_SIGNATURE = "bad-signature";

  private final CommitDigest digest;
  private final SignatureVerifier verifier;

  private CommitCheck(CommitDigest digest, SignatureVerifier verifier) {
    this.digest = digest;
    this.verifier = verifier;
  }

  /** For an open database. */
  public static CommitCheck unsigned() {
    return new CommitCheck(null, null);
  }

  /** For a database with roles. */
  public static CommitCheck signed(String database, Sha256 sha256, SignatureVerifier verifier) {
    return new CommitCheck(new CommitDigest(database, sha256), verifier);
  }

  /**
   * @param faults gets why the commit is refused, if it is
   * @return {@code null} when the commit is refused
   */
  public VerifiedCommit verify(ReceivedCommit received, List<String> faults) {
    VerifiedCommit commit = received.unchecked();
    String fault = fault(commit, commit.commit().author());
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    return commit;
  }

  private String fault(VerifiedCommit commit, byte[] author) {
    if (verifier == null) {
      return author == null ? null : UNEXPECTED_SIGNATURE;
    }
    if (author == null) {
      return UNSIGNED;
    }
    return verifier.verify(digest.of(commit.id()), commit.signature(), author)
        ? null
        : BAD_SIGNATURE;
  }
}
