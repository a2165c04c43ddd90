package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.List;
import java.util.Locale;

/**
 * Commits that a malicious account makes where there are roles: grants to itself, writes dated back
 * to when it had a role, numbers used twice, and what is not signed, or in another's name.
 */
final class HostileCommits {
  private static final int LOGICAL_BITS = 16;
  private static final int REPLICAS = 3;

  private final World world;
  private final SimulatedAccounts accounts;
  private final SimulatedAccounts.Account own;
  private final Generator random;
  private final CommitCodec codec;
  private final ReplicaId[] replicas = new ReplicaId[REPLICAS];

  HostileCommits(World world, SimulatedAccounts.Account own, Generator random) {
    this.world = world;
    this.accounts = world.accounts();
    this.own = own;
    this.random = random;
    this.codec = new CommitCodec(world.sha256());
    for (int i = 0; i < REPLICAS; i++) {
      replicas[i] = new ReplicaId(random.next(ReplicaId.LENGTH));
    }
  }

  /** Adds a run of one commit to a message. */
  PackWriter write(PackWriter message) {
    boolean isUnsigned = random.percent(10);
    SimulatedAccounts.Account author = random.percent(80) ? own : random.pick(accounts.all());
    Commit commit = commit(isUnsigned ? null : author);
    VerifiedCommit sealed = codec.seal(commit);
    message.integer(1).raw(commit.replica().bytes(), 0, ReplicaId.LENGTH).integer(commit.seq());
    optional(message, commit.prev() == null ? null : commit.prev().bytes());
    optional(message, commit.author());
    message.integer(commit.hlc()).integer(0);
    if (!isUnsigned) {
      message.bytes(signature(sealed, author));
    }
    int offset = sealed.mutationsOffset();
    return message.raw(sealed.body(), offset, sealed.body().length - offset);
  }

  private static void optional(PackWriter message, byte[] bytes) {
    if (bytes == null) {
      message.nil();
    } else {
      message.bytes(bytes);
    }
  }

  private byte[] signature(VerifiedCommit sealed, SimulatedAccounts.Account author) {
    // It has no key but its own: in another's name it can only guess.
    return author.equals(own) && random.percent(95)
        ? own.sign(accounts.digest().of(sealed.id()))
        : random.next(SignatureVerifier.SIGNATURE_LENGTH);
  }

  private Commit commit(SimulatedAccounts.Account author) {
    long now = world.schedule().nowMillis();
    int gap = world.options().operationGapMillis();
    long physicalMillis = random.percent(30) ? now : now - random.below(400 * gap + 1);
    int seq = 1 + random.below(6);
    return new Commit(
        random.pick(List.of(replicas)),
        seq,
        physicalMillis << LOGICAL_BITS,
        author == null ? null : author.address(),
        seq == 1 ? null : new CommitId(random.next(CommitId.LENGTH)),
        List.of(mutation()));
  }

  private Mutation mutation() {
    String node = "n" + random.below(world.options().nodeIds());
    String user = random.pick(accounts.all()).id().userNode();
    return switch (random.below(8)) {
      case 0 -> new Mutation.Set(user, Fields.of("role", Value.of("superadmin")), List.of());
      case 1 -> new Mutation.Set(own.id().userNode(), welcome(), List.of());
      case 2 -> new Mutation.Remove(random.percent(50) ? user : node);
      case 3 -> new Mutation.Link(node, "n" + random.below(world.options().nodeIds()));
      case 4 -> new Mutation.Set(user, Fields.of("expiresAt", Value.of("soon")), List.of());
      case 5 ->
          new Mutation.Set(
              user.toUpperCase(Locale.ROOT).replace("USER:", "user:"),
              Fields.of("role", Value.of("admin")),
              List.of());
      default ->
          new Mutation.Set(
              node, Fields.of("f" + random.below(4), Value.of(random.below(1000))), List.of());
    };
  }

  private Fields welcome() {
    return Fields.builder().put("role", "guest").put("name", random.below(1000)).build();
  }
}
