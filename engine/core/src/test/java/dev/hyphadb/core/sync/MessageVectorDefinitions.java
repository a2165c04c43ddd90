package dev.hyphadb.core.sync;

import static dev.hyphadb.core.value.ValueVectorDefinitions.entries;
import static dev.hyphadb.core.value.ValueVectorDefinitions.entry;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Utf8;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/messages.json is written from. */
public final class MessageVectorDefinitions {
  private static final byte[] HASH = Hex.decode("5a".repeat(32));
  private static final byte[] AUTHOR = Hex.decode("00112233445566778899aabbccddeeff00112233");
  private static final LogId LOG_ID = new LogId(Hex.decode("a0".repeat(16)));
  private static final int SESSION = 0xa0000102;
  private static final LogPosition POSITION = new LogPosition(300, Hex.decode("0102030405060708"));

  private static final String BY_ZLIB =
      "8d95dd09c3300c8457f1002de8cfb24da709242981e23ea4fbd336137c6f2188b374773acdf7badd"
          + "a52c732dc7e72cfbb1bdd6f35696e772ccebeff5f528f35fa7b02e60dda0ef262cb40a0b9d2206ed"
          + "31e9d09db2a88275318c198139c7ea0c2c0fd6c72ac6ecb44fb7c0eec04ec71a4560cc4efbac4667"
          + "af8df29958a3c4980df7d9f0ec1df339b04623f96e6233a96087aa62db2bdf2535bca0ea7ceb8347"
          + "49e5f9943cf4922769c3e9ac3d78eee12b62c2934ff9b533a1bd9a0b65c04214a73456cb92a336de"
          + "6be70c0cccab73b55cb1077ee7075f2ac77ef5205bf005";

  private final CommitCodec commits;
  private final MessageCodec codec;
  private final List<Object> messages = new ArrayList<>();
  private final List<Object> invalid = new ArrayList<>();
  private final List<Object> frames = new ArrayList<>();

  private MessageVectorDefinitions(Sha256 sha256) {
    commits = new CommitCodec(sha256);
    codec = new MessageCodec(commits, CommitCheck.unsigned());
  }

  public static Map<String, Object> define(Sha256 sha256) {
    MessageVectorDefinitions all = new MessageVectorDefinitions(sha256);
    all.messages();
    all.runs();
    all.invalid();
    all.frames();
    return entries("messages", all.messages, "invalid", all.invalid, "frames", all.frames);
  }

  private void message(String name, Message message) {
    String hex = Hex.encode(codec.encode(message));
    messages.add(entry(name, "message", MessageVectors.to(message), "hex", hex));
  }

  private void messages() {
    byte[] nothing = new byte[CommitId.LENGTH];
    message(
        "hello of an empty replica",
        new Message.Hello(
            SESSION, LOG_ID, LogPosition.START, 0, nothing, 0, 0, null, Fields.EMPTY, false));
    message(
        "hello",
        new Message.Hello(
            SESSION, LOG_ID, POSITION, 70_000, HASH, 300, 0, null, Fields.EMPTY, false));
    message(
        "hello as an answer",
        new Message.Hello(
            SESSION, LOG_ID, POSITION, 70_000, HASH, 0, 300, null, Fields.EMPTY, true));
    Scope scope = new Scope(List.of(Fields.of("type", Value.of("User"))), 2);
    message(
        "hello of a part",
        new Message.Hello(SESSION, LOG_ID, POSITION, 7, HASH, 0, 0, scope, Fields.EMPTY, false));
    Fields resolvers =
        Fields.builder().put("score", "greatest").put("votes", "each(greatest)").build();
    message(
        "hello with resolvers",
        new Message.Hello(SESSION, LOG_ID, POSITION, 7, HASH, 0, 0, null, resolvers, false));
    message("scope too large", new Message.ScopeTooLarge());
    message("resume from a position", new Message.Resume(POSITION));
    message("resume: everything", new Message.Resume(null));
    message("acknowledgement of one", new Message.Ack(1));
    message("acknowledgement of many", new Message.Ack(1000));
    message("status", new Message.Status(POSITION, 70_000, HASH, 0, 0, false, false));
    message(
        "status that wants an answer",
        new Message.Status(POSITION, 1L << 40, HASH, 0, 5, false, true));
    message(
        "status: what differs is refused",
        new Message.Status(POSITION, 70_000, HASH, 300, 0, true, false));
    CommitKey key = new CommitKey(Hex.decode("0102030405060708" + "a5".repeat(16)));
    CommitKey other = new CommitKey(Hex.decode("0102030405060709" + "00".repeat(16)));
    message("refused commits", new Message.Refused(List.of(key, other)));
    byte[] ranges = Hex.decode("610002" + "01" + "5a".repeat(32));
    message("first ranges", new Message.Ranges(true, false, ranges, List.of()));
    message("first ranges, of everything", new Message.Ranges(true, true, ranges, List.of()));
    message(
        "ranges, four commits wanted",
        new Message.Ranges(false, false, ranges, List.of(0, 1, 5, 300)));
    message(
        "end of an exchange of ranges", new Message.Ranges(false, false, new byte[0], List.of(7)));
    message("answer about ranges", new Message.RangesAnswer(ranges));
    message("end of a live-set stream", new Message.Commits(POSITION, List.of()));
  }

  private List<VerifiedCommit> chain(int replica, byte[] author, int count, long stepMillis) {
    ReplicaId id = new ReplicaId(Hex.decode(String.format("%032x", replica)));
    List<VerifiedCommit> chain = new ArrayList<>();
    CommitId prev = null;
    for (int i = 0; i < count; i++) {
      long hlc = new Timestamp(1_700_000_000_000L + i * stepMillis, 1).packed();
      Mutation set = new Mutation.Set("n" + i, Fields.of("a", Value.of((long) i)), List.of());
      Commit commit = new Commit(id, i + 1, hlc, author, prev, List.of(set));
      VerifiedCommit sealed = commits.seal(commit);
      byte[] signature = author == null ? null : Hex.decode(String.format("%0130x", 77 + i));
      chain.add(commits.decode(sealed.body(), signature));
      prev = sealed.id();
    }
    return chain;
  }

  private void runs() {
    List<VerifiedCommit> one = chain(1, null, 3, 7);
    List<VerifiedCommit> other = chain(2, null, 2, 1);
    List<VerifiedCommit> signed = chain(3, AUTHOR, 2, 5);
    message("one commit", new Message.Commits(POSITION, one.subList(0, 1)));
    message("a run of three", new Message.Commits(POSITION, one));
    message("a run that starts later", new Message.Commits(POSITION, one.subList(1, 3)));
    message("a gap makes two runs", new Message.Commits(null, List.of(one.get(0), one.get(2))));
    message(
        "two replicas in turn make three runs",
        new Message.Commits(null, List.of(one.get(0), other.get(0), one.get(1))));
    message("signed commits", new Message.Commits(POSITION, signed));
    message("equal timestamps end a run", new Message.Commits(null, chain(4, null, 2, 0)));
  }

  private void invalid(String name, String hex, String reason) {
    invalid.add(entry(name, "hex", hex, "reason", reason));
  }

  private void invalid() {
    String reason = "malformed-message";
    String hello =
        Hex.encode(
            codec.encode(
                new Message.Hello(
                    SESSION, LOG_ID, POSITION, 1, HASH, 0, 0, null, Fields.EMPTY, false)));
    invalid("nothing", "", reason);
    invalid("type 0", "00", reason);
    invalid("type 10", "0a", reason);
    invalid("type not shortest", "cc04" + "01", reason);
    invalid("hello of version 0", "0100", "unknown-version");
    invalid("hello of version 2", "0102" + hello.substring(4), "unknown-version");
    invalid("hello cut", hello.substring(0, hello.length() - 2), reason);
    invalid("hello with more behind", hello + "c0", reason);
    invalid(
        "hello without a position",
        hello.substring(0, 48) + "c0" + "01c420" + "5a".repeat(32),
        reason);
    String beforeResolvers = hello.substring(0, hello.length() - 4);
    invalid("resolvers without one", beforeResolvers + "c40180" + "c2", reason);
    invalid("resolvers that are no map", beforeResolvers + "c40190" + "c2", reason);
    invalid("a resolver without a name", beforeResolvers + "c40481a161a0" + "c2", reason);
    invalid("a resolver whose name is a number", beforeResolvers + "c40481a16101" + "c2", reason);
    invalid("resolvers with more behind", beforeResolvers + "c40681a161a16200" + "c2", reason);
    invalid("session 0", "0101" + "00000000" + hello.substring(12), reason);
    invalid("log id of 15 bytes", "0101" + "a0000102" + "c40f" + "a0".repeat(15), reason);
    invalid("negative sequence", "02ff" + "00".repeat(8), reason);
    invalid("position check cut", "0201" + "00".repeat(7), reason);
    invalid("acknowledgement of none", "0400", reason);
    invalid("acknowledgement of 2^31", "04ce80000000", reason);
    invalid(
        "status hash of 31 bytes",
        "0500" + "00".repeat(8) + "00c41f" + "00".repeat(31) + "0000" + "c2c2",
        reason);
    invalid(
        "status flag not a boolean",
        "0500" + "00".repeat(8) + "00c420" + "00".repeat(32) + "0000" + "01c2",
        reason);
    invalid("ranges: first not a boolean", "0601c400", reason);
    invalid("ranges without bytes", "06c3", reason);
    invalid("ranges of 60,001 bytes", "06c3c5ea61" + "00".repeat(60_001), reason);
    invalid("wanted beyond what fits", "06c2c400" + "cd0754", reason);
    invalid("answer with more behind", "07c40161" + "00", reason);
    String run = "00".repeat(16);
    invalid("empty run", "03c0" + "00" + run + "01c0c000" + "00", reason);
    invalid(
        "run longer than its commits", "03c0" + "02" + run + "01c0c000" + "00919201a161", reason);
    invalid(
        "run of 2^31 commits", "03c0" + "ce80000000" + run + "01c0c000" + "00919201a161", reason);
    invalid("run of 4,097 commits", "03c0" + "cd1001" + run + "01c0c000" + "00919201a161", reason);
    invalid("seq 0", "03c0" + "01" + run + "00c0c000" + "00919201a161", reason);
    invalid(
        "timestamp beyond 2^63",
        "03c0" + "01" + run + "01c0c0cf7fffffffffffffff" + "01919201a161",
        reason);
    invalid("negative difference", "03c0" + "01" + run + "01c0c000" + "ff919201a161", reason);
    invalid("mutation not canonical", "03c0" + "01" + run + "01c0c000" + "00919201d90161", reason);
  }

  private void frames() {
    String to = "a00001020000";
    String next = "a00001020001";
    frame("one frame", "0401", "00" + to + "0401");
    frame("empty message", "", "00" + to);
    frame(
        "three frames",
        "01020304",
        "01" + to + "0102",
        "01" + next + "03",
        "00" + "a00001020002" + "04");
    frame("hello", "0101", "00" + "000000000000" + "0101");
    frame(
        "another session in the middle of a message",
        "0405",
        "01" + to + "010203",
        "01" + "a00001030000" + "04",
        "00" + "a00001030001" + "05");
    frame("deflated, stored block", "616263", "02" + to + "010300fcff616263");
    frame("deflated, fixed codes", "616263", "02" + to + "4b4c4a0600");
    frame("deflated, in two frames", "616263", "03" + to + "4b4c", "02" + next + "4a0600");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("node-").append(i * i).append(" and its fields, again and again; ");
    }
    frame(
        "deflated by zlib, dynamic codes",
        Hex.encode(Utf8.encode(text.toString())),
        "02" + to + BY_ZLIB);
    rejected("nothing", "malformed-frame", "");
    rejected("no whole number", "malformed-frame", "00" + "a0000102ff");
    rejected("a frame lost before the first", "out-of-step", "00" + next + "ff");
    rejected("a frame lost", "out-of-step", "01" + to + "ff", "00" + "a00001020002" + "ff");
    rejected("a frame doubled", "out-of-step", "01" + to + "ff", "01" + to + "ff");
    String hello = "01" + "000000000000" + "01";
    rejected("a part of a hello doubled", "out-of-step", hello, hello);
    rejected("unknown flag", "malformed-frame", "04" + to + "01");
    rejected("flags change on the way", "malformed-frame", "01" + to + "01", "02" + next + "01");
    rejected("not deflate", "malformed-frame", "02" + to + "ffffff");
    rejected("deflate cut", "malformed-frame", "02" + to + "4b4c");
    rejected("deflated nothing", "malformed-frame", "02" + to);
  }

  private void frame(String name, String message, String... parts) {
    frames.add(entry(name, "frames", List.of(parts), "message", message));
  }

  private void rejected(String name, String reason, String... parts) {
    frames.add(entry(name, "frames", List.of(parts), "reason", reason));
  }
}
