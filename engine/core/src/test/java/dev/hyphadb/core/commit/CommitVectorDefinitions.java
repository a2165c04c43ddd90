package dev.hyphadb.core.commit;

import static dev.hyphadb.core.value.ValueVectorDefinitions.entries;
import static dev.hyphadb.core.value.ValueVectorDefinitions.entry;

import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/commits.json is written from. */
public final class CommitVectorDefinitions {
  private static final ReplicaId REPLICA =
      new ReplicaId(Hex.decode("000102030405060708090a0b0c0d0e0f"));
  private static final long HLC = new Timestamp(1_700_000_000_000L, 3).packed();
  private static final String HEADER = "9701c410000102030405060708090a0b0c0d0e0f01";
  private static final String NIL_NIL = "c0c0";

  private final CommitCodec codec;
  private final List<Object> valid = new ArrayList<>();
  private final List<Object> invalid = new ArrayList<>();
  private final List<Object> refused = new ArrayList<>();

  private CommitVectorDefinitions(Sha256 sha256) {
    codec = new CommitCodec(sha256);
  }

  public static Map<String, Object> define(Sha256 sha256) {
    CommitVectorDefinitions all = new CommitVectorDefinitions(sha256);
    all.valid();
    all.invalidHeaders();
    all.invalidMutations();
    all.refused();
    return entries(
        "valid",
        all.valid,
        "invalid",
        all.invalid,
        "refused",
        all.refused,
        "digests",
        digests(sha256));
  }

  private VerifiedCommit valid(String name, Commit commit) {
    VerifiedCommit sealed = codec.seal(commit);
    valid.add(
        entry(
            name,
            "commit",
            CommitNotation.to(commit),
            "body",
            Hex.encode(sealed.body()),
            "id",
            sealed.id().toString(),
            "key",
            sealed.key().toString()));
    return sealed;
  }

  private static Commit first(Mutation... mutations) {
    return new Commit(REPLICA, 1, HLC, null, null, List.of(mutations));
  }

  private void valid() {
    Fields alice = Fields.builder().put("name", "Alice").put("age", 31).build();
    VerifiedCommit first =
        valid("first commit of a replica", first(new Mutation.Set("alice", alice, List.of())));
    valid(
        "second commit names the first",
        new Commit(
            REPLICA,
            2,
            HLC + 1,
            null,
            first.id(),
            List.of(new Mutation.Set("alice", Fields.of("age", Value.of(32)), List.of("name")))));
    valid(
        "every kind of mutation",
        first(
            new Mutation.Set("a", Fields.EMPTY, List.of()),
            new Mutation.Set("b", Fields.EMPTY, List.of("x", "y")),
            new Mutation.Link("a", "b"),
            new Mutation.Unlink("a", "b"),
            new Mutation.Remove("b")));
    byte[] author = Hex.decode("00112233445566778899aabbccddeeff00112233");
    valid(
        "with an author",
        new Commit(REPLICA, 1, HLC, author, null, List.of(new Mutation.Remove("a"))));
    valid(
        "greatest numbers",
        new Commit(
            REPLICA,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            null,
            first.id(),
            List.of(new Mutation.Link("a", "a"))));
    valid(
        "timestamp zero", new Commit(REPLICA, 1, 0, null, null, List.of(new Mutation.Remove("a"))));
    valid(
        "longest id, in three-byte characters", first(new Mutation.Remove("€".repeat(341) + "x")));
    valid("id beyond the basic plane", first(new Mutation.Link("\uD83C\uDF44", "\uFFFF")));
  }

  private void invalid(String name, String body, String code) {
    invalid.add(entry(name, "body", body, "code", code));
  }

  /** A body with these mutations. */
  private static String with(String mutations) {
    return HEADER + "01" + NIL_NIL + mutations;
  }

  private void invalidHeaders() {
    String remove = "919201a161";
    invalid("nothing", "", "truncated");
    invalid("not a list", "80", "unexpected-type");
    invalid("six elements", "96" + HEADER.substring(2) + "01" + NIL_NIL + remove, "wrong-length");
    String rest = HEADER.substring(4) + "01" + NIL_NIL + remove;
    invalid("version 0", "9700" + rest, "unknown-version");
    invalid("version 2", "9702" + rest, "unknown-version");
    invalid("version not shortest", "97cc01" + rest, "not-canonical");
    invalid("replica of 15 bytes", "9701c40f" + "00".repeat(15), "wrong-length");
    invalid("seq 0", HEADER.substring(0, 40) + "0001" + NIL_NIL + remove, "bad-sequence");
    invalid(
        "seq negative",
        HEADER.substring(0, 40) + "ff01" + NIL_NIL + remove,
        "integer-out-of-range");
    invalid(
        "seq 2 without predecessor",
        HEADER.substring(0, 40) + "0201" + NIL_NIL + remove,
        "bad-sequence");
    String prev = "c420" + "11".repeat(32);
    invalid("seq 1 with predecessor", HEADER + "01c0" + prev + remove, "bad-sequence");
    invalid("hlc negative", HEADER + "ff" + NIL_NIL + remove, "integer-out-of-range");
    invalid("hlc a float", HEADER + "cb3fe0000000000000" + NIL_NIL + remove, "unexpected-type");
    invalid(
        "author of 19 bytes", HEADER + "01c413" + "00".repeat(19) + "c0" + remove, "wrong-length");
    invalid(
        "predecessor of 31 bytes", HEADER + "01c0c41f" + "00".repeat(31) + remove, "wrong-length");
    invalid("bytes after the end", with(remove) + "c0", "trailing-bytes");
    invalid("cut", with(remove.substring(0, 6)), "truncated");
  }

  private void invalidMutations() {
    invalid("no mutations", with("90"), "commit-too-large");
    invalid.add(
        entry(
            "more mutations than 65,535",
            "body",
            with("dd00010000"),
            "zeros",
            65_536,
            "code",
            "commit-too-large"));
    invalid.add(
        entry(
            "more than 4 MiB",
            "body",
            with("9101"),
            "zeros",
            CommitLimits.BODY_BYTES_MAX,
            "code",
            "commit-too-large"));
    invalid("kind 4", with("919304a161a162"), "integer-out-of-range");
    invalid("remove with three elements", with("919301a161a162"), "wrong-length");
    invalid("link with two elements", with("919202a161"), "wrong-length");
    invalid("set with five elements", with("919500a16180a162a163"), "wrong-length");
    invalid("set of a list", with("919300a16190"), "unexpected-type");
    invalid("empty id", with("919201a0"), "bad-id");
    invalid("empty target", with("919302a161a0"), "bad-id");
    invalid("id of 1,025 bytes", with("919201da0401" + "61".repeat(1025)), "bad-id");
    invalid(
        "id of 342 three-byte characters", with("919201da0402" + "e282ac".repeat(342)), "bad-id");
    invalid("id is not text", with("919201c40161"), "unexpected-type");
    invalid("id is not UTF-8", with("919201a2c080"), "malformed-text");
    invalid("empty list of removed fields", with("919400a1618090"), "not-canonical");
    invalid("removed fields out of order", with("919400a1618092a162a161"), "bad-unset");
    invalid("removed field twice", with("919400a1618092a161a161"), "bad-unset");
    invalid("field both written and removed", with("919400a16181a1620191a162"), "bad-unset");
    invalid("fields out of order", with("919300a16182a16201a16102"), "unsorted-fields");
    invalid("value nested too deep", with("919300a16181a161" + "91".repeat(64) + "c0"), "too-deep");
  }

  private static List<Object> digests(Sha256 sha256) {
    CommitId id = new CommitId(Hex.decode("0123456789abcdef".repeat(4)));
    List<Object> digests = new ArrayList<>();
    for (String database : List.of("myapp", "myapp2", "caf\u00e9 \uD83C\uDF44")) {
      byte[] digest = new CommitDigest(database, sha256).of(id);
      digests.add(
          entry(
              "in " + database,
              "database",
              database,
              "id",
              id.toString(),
              "digest",
              Hex.encode(digest)));
    }
    return digests;
  }

  private void refused(String name, Object mutation, String code) {
    Map<String, Object> commit = CommitNotation.to(first(new Mutation.Remove("a")));
    commit.put("mutations", List.of(mutation));
    refused.add(entry(name, "commit", commit, "code", code));
  }

  private void refused() {
    refused("empty id", List.of("remove", ""), "bad-id");
    refused("id with a lone surrogate", List.of("remove", "a\uD83C"), "lone-surrogate");
    refused(
        "removed fields out of order",
        List.of("set", "a", List.of(), List.of("y", "x")),
        "bad-unset");
    Object large = entries("repeat", "a", "count", CommitLimits.BODY_BYTES_MAX - 10);
    refused(
        "more than 4 MiB",
        List.of("set", "a", List.of(Arrays.asList("f", large))),
        "commit-too-large");
  }
}
