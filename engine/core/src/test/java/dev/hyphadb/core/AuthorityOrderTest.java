package dev.hyphadb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.ClosedHistory;
import dev.hyphadb.core.access.QuarantineLimits;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.access.TestAccount;
import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitDigest;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random commits of a super admin and three accounts, back-dated ones among them, in random orders,
 * with reopening, short logs and little room for what waits: always what {@link AuthorityOracle}
 * says.
 */
class AuthorityOrderTest {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final TestAccount ROOT = new TestAccount("root", TestNetwork.SHA_256);
  private static final List<TestAccount> ACCOUNTS =
      List.of(
          ROOT,
          new TestAccount("a", TestNetwork.SHA_256),
          new TestAccount("b", TestNetwork.SHA_256),
          new TestAccount("c", TestNetwork.SHA_256));
  private static final int RUNS = 400;
  private static final int OFFERS_MAX = 30;

  private final CommitCodec codec = new CommitCodec(TestNetwork.SHA_256);
  private final CommitDigest digest = new CommitDigest("db", TestNetwork.SHA_256);

  /** Makes commits as replicas do, or as forgers would. */
  private final class Maker {
    final Random random;
    final boolean managersGrant;
    final List<VerifiedCommit> commits = new ArrayList<>();
    final Map<ReplicaId, VerifiedCommit> last = new HashMap<>();
    long millis = START_MILLIS;

    Maker(Random random, boolean managersGrant) {
      this.random = random;
      this.managersGrant = managersGrant;
    }

    AccessPolicy policy() {
      Roles roles =
          !managersGrant
              ? Roles.DEFAULTS
              : Roles.DEFAULTS.with(
                  Map.of(
                      "manager", new Roles.Role(Set.of("publish", "assignRole"), List.of("user"))));
      return new AccessPolicy(Set.of(ROOT.account()), roles);
    }

    TestAccount pick() {
      return ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    }

    void make() {
      TestAccount author = pick();
      byte[] replica = new byte[ReplicaId.LENGTH];
      replica[0] = (byte) (ACCOUNTS.indexOf(author) * 2 + random.nextInt(2));
      ReplicaId id = new ReplicaId(replica);
      millis += random.nextInt(3) * 1000L;
      long at =
          random.nextInt(4) > 0
              ? millis
              : START_MILLIS + random.nextInt((int) (millis - START_MILLIS) / 1000 + 1) * 1000L;
      VerifiedCommit before = last.get(id);
      boolean isFork = before != null && before.commit().seq() > 1 && random.nextInt(20) == 0;
      long seq = before == null ? 1 : before.commit().seq() + (isFork ? 0 : 1);
      CommitId prev = before == null ? null : isFork ? before.commit().prev() : before.id();
      Commit commit =
          new Commit(
              id,
              seq,
              new Timestamp(at, random.nextInt(50)).packed(),
              author.address(),
              prev,
              mutations(author));
      VerifiedCommit sealed = codec.seal(commit);
      VerifiedCommit signed = sealed.signedWith(author.sign(digest.of(sealed.id())));
      last.put(id, signed);
      commits.add(signed);
    }

    private List<Mutation> mutations(TestAccount author) {
      return switch (random.nextInt(10)) {
        case 0, 1, 2 -> List.of(grant(pick().account()));
        case 3 -> List.of(welcome(author.account()));
        case 4 -> List.of(new Mutation.Remove(pick().account().userNode()));
        case 5 -> random.nextInt(3) == 0 ? List.of(closing(pick().account())) : List.of(write());
        default -> {
          List<Mutation> some = new ArrayList<>();
          for (int count = 1 + random.nextInt(3); count > 0; count--) {
            some.add(write());
          }
          yield some;
        }
      };
    }

    private Mutation welcome(Address own) {
      return new Mutation.Set(
          own.userNode(),
          Fields.builder().put("role", "guest").put("name", random.nextInt(9)).build(),
          List.of());
    }

    private Mutation grant(Address account) {
      Fields.Builder fields = Fields.builder();
      List<String> unset = new ArrayList<>();
      String role = List.of("guest", "user", "manager", "admin").get(random.nextInt(4));
      int dice = random.nextInt(10);
      if (dice < 8) {
        fields.put("role", role);
      } else {
        unset.add("role");
      }
      if (dice % 3 == 0) {
        fields.put("expiresAt", millis + random.nextInt(20) * 1000L);
      } else if (dice % 3 == 1) {
        unset.add(0, "expiresAt");
      }
      return new Mutation.Set(account.userNode(), fields.build(), unset);
    }

    private Mutation closing(Address account) {
      Map<ReplicaId, ClosedHistory.Last> end = new HashMap<>();
      last.values().stream()
          .filter(commit -> Arrays.equals(commit.commit().author(), account.bytes()))
          .forEach(commit -> {
            long seq = Math.max(1, commit.commit().seq() - random.nextInt(3));
            end.put(commit.commit().replica(), new ClosedHistory.Last(seq, commit.id()));
          });
      return new Mutation.Set(
          account.userNode(),
          Fields.builder()
              .put("role", "guest")
              .put("lastCommits", new ClosedHistory(end).toValue())
              .build(),
          List.of("expiresAt"));
    }

    private Mutation write() {
      String node = random.nextInt(5) == 0 ? pick().account().userNode() : "n" + random.nextInt(3);
      String other = "n" + random.nextInt(3);
      return switch (random.nextInt(8)) {
        case 0 -> new Mutation.Remove("n" + random.nextInt(3));
        case 1, 2 -> new Mutation.Link(node, other);
        case 3 -> new Mutation.Unlink(node, other);
        default ->
            new Mutation.Set(
                node, Fields.of("f" + random.nextInt(2), Value.of(random.nextInt(100))), List.of());
      };
    }
  }

  @Test
  void everyOrderEndsAsTheOracleSays() {
    everyOrderEndsAsTheOracleSays(7_000, RUNS, List.of(3));
  }

  /** In a long round commits come to count, cease to and come to again before any is stored. */
  @Test
  void longRoundsEndAsTheOracleSays() {
    everyOrderEndsAsTheOracleSays(8_600, RUNS / 4, List.of(40, 1000));
  }

  private void everyOrderEndsAsTheOracleSays(long firstSeed, int runs, List<Integer> rounds) {
    for (int run = 0; run < runs; run++) {
      long seed = firstSeed + run;
      Random random = new Random(seed);
      Maker maker = new Maker(random, run % 2 == 0);
      for (int i = 5 + random.nextInt(70); i > 0; i--) {
        maker.make();
      }
      AuthorityOracle oracle =
          AuthorityOracle.of(maker.commits, Set.of(ROOT.account()), maker.managersGrant);
      for (int order = 0; order < 3; order++) {
        Collections.shuffle(maker.commits, random);
        check("seed " + seed + " order " + order, maker, oracle, rounds);
      }
    }
  }

  /**
   * @param rounds how many commits come in before a flush, about
   */
  private void check(String what, Maker maker, AuthorityOracle oracle, List<Integer> rounds) {
    Random random = maker.random;
    MemoryStore store = new MemoryStore();
    long entriesMax = List.of(1L, 20L, 1000L).get(random.nextInt(3));
    int round = rounds.get(random.nextInt(rounds.size()));
    QuarantineLimits limits =
        random.nextInt(3) == 0
            ? new QuarantineLimits(4, 1 << 20, 8, 1 << 20)
            : QuarantineLimits.DEFAULTS;
    Security security =
        new Security("db", maker.policy(), TestAccount.verifier(TestNetwork.SHA_256), null, limits);
    Replica replica = open(store, entriesMax, security);
    String expected = oracle.stateHash();
    int offers = 0;
    // What was dead or found no room is offered again, as peers do whose state hashes differ.
    do {
      assertTrue(offers++ < OFFERS_MAX, () -> what + " never settles");
      for (VerifiedCommit commit : maker.commits) {
        replica.host().accept(commit, new PeerId("0".repeat(64)));
        if (random.nextInt(round) == 0) {
          replica.flush(maker.millis);
        }
        if (random.nextInt(round * 7) == 0) {
          replica.flush(maker.millis);
          replica = open(store, entriesMax, security);
        }
      }
      replica.flush(maker.millis);
    } while (!HexFormat.of().formatHex(replica.status().stateHash()).equals(expected));
    assertEquals(oracle.live().size(), replica.status().liveCommits(), what);
    assertEquals(oracle.nodes(), nodes(store), what);
    for (TestAccount account : ACCOUNTS) {
      assertEquals(
          oracle.role(account.account(), maker.millis),
          replica.accounts(maker.millis).role(account.account()),
          what);
    }
    Verification.Report report =
        Verification.run(store.snapshot(), TestNetwork.SHA_256, (done, of) -> {});
    assertTrue(report.isSound(), () -> what + ": " + report.findings());
  }

  private static Replica open(MemoryStore store, long entriesMax, Security security) {
    ReplicaOptions options =
        new ReplicaOptions(entriesMax, ReplicaOptions.DEFAULTS.clockDriftMillisMax());
    Replica replica = Replica.open(store, options, security, TestNetwork.SHA_256, byte[]::new);
    replica.host().setNow(START_MILLIS + 1_000_000);
    return replica;
  }

  private static Map<String, String> nodes(MemoryStore store) {
    Map<String, String> nodes = new TreeMap<>();
    new GraphReader(store)
        .forEach(node -> {
          Map<String, Value> value = new TreeMap<>();
          node.value().forEach(value::put);
          nodes.put(
              node.id(), value + " " + node.edges().stream().sorted().collect(Collectors.toList()));
          return true;
        });
    return nodes;
  }
}
