package dev.hyphadb.core.commit;

import java.util.ArrayList;
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
   * @param faults gets why commits are refused, once for each that is
   * @return those that are not, in their order
   */
  public List<VerifiedCommit> verify(List<ReceivedCommit> received, List<String> faults) {
    List<VerifiedCommit> claiming = new ArrayList<>(received.size());
    for (ReceivedCommit each : received) {
      VerifiedCommit commit = each.unchecked();
      boolean isSigned = commit.commit().author() != null;
      if (isSigned == (verifier != null)) {
        claiming.add(commit);
      } else {
        faults.add(isSigned ? UNEXPECTED_SIGNATURE : UNSIGNED);
      }
    }
    return verifier == null ? claiming : genuine(claiming, faults);
  }

  private List<VerifiedCommit> genuine(List<VerifiedCommit> claiming, List<String> faults) {
    List<SignatureVerifier.Claim> claims = new ArrayList<>(claiming.size());
    for (VerifiedCommit commit : claiming) {
      byte[] signed = digest.of(commit.id());
      claims.add(new SignatureVerifier.Claim(signed, commit.signature(), commit.commit().author()));
    }
    boolean[] verdicts = verifier.verifyAll(claims);
    List<VerifiedCommit> genuine = new ArrayList<>(claiming.size());
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i]) {
        genuine.add(claiming.get(i));
      } else {
        faults.add(BAD_SIGNATURE);
      }
    }
    return genuine;
  }
}
