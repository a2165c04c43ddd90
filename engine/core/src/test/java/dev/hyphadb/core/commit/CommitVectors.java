package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.core.value.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks docs/protocol/vectors/commits.json. Portable. */
public final class CommitVectors {
  private CommitVectors() {}

  public static List<String> check(Map<String, Object> file, Sha256 sha256) {
    Vectors vectors = new Vectors();
    CommitCodec codec = new CommitCodec(sha256);
    for (Map<String, Object> vector : Vectors.section(file, "valid")) {
      vectors.check(vector, () -> valid(vector, codec));
    }
    for (Map<String, Object> vector : Vectors.section(file, "invalid")) {
      byte[] start = Hex.decode(Vectors.text(vector.get("body")));
      int zeros = vector.get("zeros") == null ? 0 : (Integer) vector.get("zeros");
      byte[] body = Arrays.copyOf(start, start.length + zeros);
      vectors.check(
          vector,
          () -> Vectors.same("code", vector.get("code"), codeOf(() -> codec.decode(body, null))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "refused")) {
      Map<String, Object> commit = Vectors.map(vector.get("commit"));
      vectors.check(
          vector,
          () ->
              Vectors.same(
                  "code",
                  vector.get("code"),
                  codeOf(() -> codec.seal(CommitNotation.from(commit)))));
    }
    for (Map<String, Object> vector : Vectors.section(file, "digests")) {
      CommitId id = new CommitId(Hex.decode(Vectors.text(vector.get("id"))));
      CommitDigest digest = new CommitDigest(Vectors.text(vector.get("database")), sha256);
      vectors.check(
          vector, () -> Vectors.same("digest", vector.get("digest"), Hex.encode(digest.of(id))));
    }
    return vectors.failures();
  }

  private static void valid(Map<String, Object> vector, CommitCodec codec) {
    Commit commit = CommitNotation.from(Vectors.map(vector.get("commit")));
    VerifiedCommit sealed = codec.seal(commit);
    Vectors.same("body", vector.get("body"), Hex.encode(sealed.body()));
    Vectors.same("id", vector.get("id"), sealed.id().toString());
    Vectors.same("key", vector.get("key"), sealed.key().toString());
    VerifiedCommit read = codec.decode(sealed.body(), null);
    Vectors.same("id read", sealed.id(), read.id());
    Vectors.same("mutations", sealed.mutationsOffset(), read.mutationsOffset());
    Vectors.same("commit", CommitNotation.to(commit), CommitNotation.to(read.commit()));
  }

  private static String codeOf(Vectors.Check check) {
    try {
      check.run();
      return "none";
    } catch (ValueException e) {
      return e.code();
    }
  }
}
