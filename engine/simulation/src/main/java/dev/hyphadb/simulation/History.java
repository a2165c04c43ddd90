package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.PackReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Every commit that any disk of the run has ever held, decoded once. */
final class History {
  private final CommitCodec codec;
  private final Map<CommitKey, VerifiedCommit> commits = new HashMap<>();

  History(Sha256 sha256) {
    this.codec = new CommitCodec(sha256);
  }

  /** The commit of a record that a replica writes into its table of commits. */
  VerifiedCommit record(CommitKey key, byte[] record) {
    PackReader reader = new PackReader(record);
    byte[] signature = reader.tryNil() ? null : reader.bytes();
    byte[] body = reader.bytes();
    reader.requireEnd();
    VerifiedCommit known = commits.get(key);
    if (known != null && Arrays.equals(known.body(), body)) {
      return known;
    }
    VerifiedCommit commit = codec.decode(body, signature);
    if (known != null || !commit.key().equals(key)) {
      throw new InvariantViolation(
          "no stamp is ever changed", "the commit stored under " + key + " is " + commit.key());
    }
    commits.put(key, commit);
    return commit;
  }

  int size() {
    return commits.size();
  }
}
