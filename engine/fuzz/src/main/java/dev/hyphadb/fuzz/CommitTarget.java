package dev.hyphadb.fuzz;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.List;

/** Whole commits: what is read is what its maker would have sealed. */
final class CommitTarget implements Target {
  private static final CommitCodec CODEC = new CommitCodec(Digests.sha256());

  @Override
  public void run(byte[] input) {
    VerifiedCommit read;
    try {
      read = CODEC.decode(input, null);
    } catch (ValueException e) {
      Promise.holds(!e.code().isEmpty(), "a refusal has a reason");
      return;
    }
    VerifiedCommit sealed = CODEC.seal(read.commit());
    Promise.equal(input, sealed.body(), "a commit that was read");
    Promise.equal(read.id(), sealed.id(), "the id of a commit that was read");
    for (int i = 0; i < read.commit().mutations().size(); i++) {
      if (read.commit().mutations().get(i) instanceof Mutation.Set set) {
        int from = read.fieldsOffset(i);
        Fields fields = new PackReader(input, from, read.fieldsEnd(i) - from).fields();
        Promise.equal(set.fields(), fields, "the place of a mutation's fields");
      }
    }
  }

  @Override
  public List<byte[]> seeds() {
    Fields fields = Fields.builder().put("name", Value.of("Alice")).put("n", Value.of(7)).build();
    List<Mutation> mutations =
        List.of(
            new Mutation.Set("a", fields, List.of("old")),
            new Mutation.Set("b", Fields.EMPTY, List.of()),
            new Mutation.Remove("c"),
            new Mutation.Link("a", "b"),
            new Mutation.Unlink("b", "a"));
    ReplicaId replica = new ReplicaId(new byte[ReplicaId.LENGTH]);
    Commit first = new Commit(replica, 1, 1L << 40, null, null, mutations);
    VerifiedCommit sealed = CODEC.seal(first);
    byte[] author = new byte[Commit.AUTHOR_LENGTH];
    Commit second =
        new Commit(replica, 2, 1L << 41, author, sealed.id(), List.of(new Mutation.Remove("a")));
    return List.of(sealed.body(), CODEC.seal(second).body());
  }
}
