package dev.hyphadb.core.graph;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Commits that compete for a few registers. */
public final class RandomCommits {
  private static final CommitCodec CODEC = new CommitCodec(RandomCommits::sha256);

  private RandomCommits() {}

  /** A few, of as many replicas, in any order; many at the same time and about the same nodes. */
  public static List<VerifiedCommit> of(Random random) {
    return of(random, RandomCommits::mutation);
  }

  /** The same, of other mutations. */
  static List<VerifiedCommit> of(Random random, Function<Random, Mutation> mutation) {
    List<VerifiedCommit> commits = new ArrayList<>();
    for (int i = 3 + random.nextInt(12); i > 0; i--) {
      byte[] replica = new byte[ReplicaId.LENGTH];
      replica[0] = (byte) i;
      List<Mutation> mutations = new ArrayList<>();
      for (int k = 1 + random.nextInt(4); k > 0; k--) {
        mutations.add(mutation.apply(random));
      }
      long hlc = 1L + random.nextInt(8);
      commits.add(CODEC.seal(new Commit(new ReplicaId(replica), 1, hlc, null, null, mutations)));
    }
    return commits;
  }

  private static Mutation mutation(Random random) {
    String node = "n" + random.nextInt(3);
    String other = "n" + random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> new Mutation.Remove(node);
      case 1, 2 -> new Mutation.Link(node, other);
      case 3 -> new Mutation.Unlink(node, other);
      default -> {
        Fields.Builder fields = Fields.builder();
        List<String> unset = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
          int dice = random.nextInt(4);
          if (dice == 0) {
            unset.add(name);
          } else if (dice < 3) {
            fields.put(name, Value.of((long) random.nextInt(9)));
          }
        }
        yield new Mutation.Set(node, fields.build(), unset);
      }
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
