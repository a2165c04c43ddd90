package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.fuzz.Digests;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of synchronisation: what is read can be written, and read again as the same. Commits of
 * a database with roles pass with any signature, so that the search comes to what is behind it.
 */
public final class MessageTarget implements Target {
  private static final CommitCodec COMMITS = new CommitCodec(Digests.sha256());
  private static final MessageCodec OPEN = new MessageCodec(COMMITS, CommitCheck.unsigned());
  private static final MessageCodec SIGNED =
      new MessageCodec(
          COMMITS,
          CommitCheck.signed("fuzz", Digests.sha256(), (digest, signature, author) -> true));

  @Override
  public void run(byte[] input) {
    run(OPEN, input);
    run(SIGNED, input);
  }

  private static void run(MessageCodec codec, byte[] input) {
    Message message;
    try {
      message = codec.decode(input);
    } catch (RejectedException e) {
      Promise.holds(!e.reason().isEmpty(), "a rejection has a reason");
      return;
    }
    byte[] written = codec.encode(message);
    Message again = codec.decode(written);
    Promise.equal(written, codec.encode(again), "a message that was read");
    if (message instanceof Message.Commits first && again instanceof Message.Commits second) {
      Promise.equal(ids(first), ids(second), "the commits of a message");
    } else {
      Promise.equal(input, written, "a message without commits");
    }
  }

  private static List<CommitId> ids(Message.Commits message) {
    return message.commits().stream().map(VerifiedCommit::id).toList();
  }

  @Override
  public List<byte[]> seeds() {
    LogPosition position = new LogPosition(7, new byte[LogPosition.CHECK_LENGTH]);
    byte[] hash = new byte[CommitId.LENGTH];
    LogId log = new LogId(new byte[LogId.LENGTH]);
    CommitKey key = new CommitKey(new byte[CommitKey.LENGTH]);
    Scope scope = new Scope(List.of(Fields.of("type", Value.of("Task"))), 1);
    List<byte[]> seeds = new ArrayList<>();
    List.of(
            new Message.Hello(5, log, position, 3, hash, 1, 2, null, Fields.EMPTY, true),
            new Message.Hello(
                5, log, position, 3, hash, 1, 2, scope, Fields.of("a", Value.of("union")), false),
            new Message.ScopeTooLarge(),
            new Message.Resume(null),
            new Message.Resume(position),
            new Message.Commits(position, List.of()),
            new Message.Commits(null, chain(null)),
            new Message.Commits(position, chain(new byte[Commit.AUTHOR_LENGTH])),
            new Message.Ack(2),
            new Message.Ranges(true, true, new byte[] {0x61, 0, 0, 0}, List.of(0, 3, 4)),
            new Message.RangesAnswer(new byte[] {0x61}),
            new Message.Refused(List.of(key, key)),
            new Message.Status(position, 3, hash, 1, 2, true, false))
        .forEach(message -> seeds.add(OPEN.encode(message)));
    return seeds;
  }

  private static List<VerifiedCommit> chain(byte[] author) {
    List<VerifiedCommit> chain = new ArrayList<>();
    ReplicaId replica = new ReplicaId(new byte[ReplicaId.LENGTH]);
    CommitId prev = null;
    for (int i = 1; i <= 3; i++) {
      List<Mutation> mutations = List.of(new Mutation.Remove("a"), new Mutation.Link("a", "b"));
      VerifiedCommit commit =
          COMMITS.seal(new Commit(replica, i, 1000L + i, author, prev, mutations));
      chain.add(author == null ? commit : commit.signedWith(new byte[64]));
      prev = commit.id();
    }
    return chain;
  }
}
