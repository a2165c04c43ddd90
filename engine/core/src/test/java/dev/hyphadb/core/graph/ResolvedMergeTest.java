package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.Stamp;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueNotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws of the merge for fields with resolvers, of which some are made up at random. */
class ResolvedMergeTest {
  private static final List<String> FIELDS = List.of("a", "b", "c");

  @Test
  void theResultDoesNotDependOnTheOrder() {
    for (long seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      Resolvers resolvers = resolvers(random);
      List<VerifiedCommit> commits = commits(random);
      Map<String, Object> expected = MergeVectors.result(commits, 1, resolvers);
      for (int round = 0; round < 5; round++) {
        Collections.shuffle(commits, random);
        int commitsPerWrite = 1 + random.nextInt(commits.size());
        assertEquals(
            expected, MergeVectors.result(commits, commitsPerWrite, resolvers), "seed " + seed);
      }
    }
  }

  @Test
  void deadCommitsMakeNoDifference() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      Resolvers resolvers = resolvers(random);
      List<VerifiedCommit> commits = commits(random);
      Map<String, Object> expected = MergeVectors.result(commits, 1, resolvers);
      List<?> live = (List<?>) expected.get("live");
      List<VerifiedCommit> some = new ArrayList<>();
      for (VerifiedCommit commit : commits) {
        if (live.contains(commit.id().toString()) || random.nextBoolean()) {
          some.add(commit);
        }
      }
      Collections.shuffle(some, random);
      assertEquals(expected, MergeVectors.result(some, 1, resolvers), "seed " + seed);
    }
  }

  /** Against the definition, word for word: all writes since the last removal, then their join. */
  @Test
  void aFieldShowsTheJoinOfWhatIsNotSuperfluous() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      Resolvers resolvers = resolvers(random);
      List<VerifiedCommit> commits = commits(random);
      List<Object> shown = new ArrayList<>();
      List<?> nodes = (List<?>) MergeVectors.result(commits, 1, resolvers).get("nodes");
      nodes.forEach(node -> shown.add(((Map<?, ?>) node).get("value")));
      assertEquals(expected(commits, resolvers), shown, "seed " + seed);
    }
  }

  private record Written(Stamp stamp, Value value) {}

  private static List<Object> expected(List<VerifiedCommit> commits, Resolvers resolvers) {
    List<VerifiedCommit> ordered = new ArrayList<>(commits);
    ordered.sort((x, y) -> x.key().compareTo(y.key()));
    Map<String, Map<String, List<Written>>> nodes = new TreeMap<>();
    for (VerifiedCommit commit : ordered) {
      List<Mutation> mutations = commit.commit().mutations();
      for (int i = 0; i < mutations.size(); i++) {
        Mutation mutation = mutations.get(i);
        Stamp stamp = new Stamp(commit.key(), i);
        if (mutation instanceof Mutation.Remove) {
          nodes.remove(mutation.node());
        } else if (mutation instanceof Mutation.Set set) {
          Map<String, List<Written>> node =
              nodes.computeIfAbsent(set.node(), id -> new TreeMap<>());
          set.unset().forEach(name -> node.remove(name));
          set.fields()
              .forEach((name, value) ->
                  node.computeIfAbsent(name, field -> new ArrayList<>())
                      .add(new Written(stamp, value)));
        }
      }
    }
    List<Object> shown = new ArrayList<>();
    for (Map<String, List<Written>> node : nodes.values()) {
      Fields.Builder fields = Fields.builder();
      node.forEach((name, writes) -> fields.put(name, join(writes, resolvers.of(name))));
      shown.add(ValueNotation.pairs(fields.build()));
    }
    return shown;
  }

  private static Value join(List<Written> writes, Resolver resolver) {
    List<Value> needed = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      Value value = writes.get(i).value;
      boolean isSuperfluous =
          writes.subList(i + 1, writes.size()).stream()
              .anyMatch(later -> resolver == null || resolver.covers(later.value, value));
      if (!isSuperfluous) {
        needed.add(value);
      }
    }
    return joinHalves(needed, resolver);
  }

  private static Value joinHalves(List<Value> values, Resolver resolver) {
    if (values.size() == 1) {
      return values.get(0);
    }
    int middle = values.size() / 2;
    Value later = joinHalves(values.subList(middle, values.size()), resolver);
    Value joined = resolver.join(joinHalves(values.subList(0, middle), resolver), later);
    return joined == null ? later : joined;
  }

  private static Resolvers resolvers(Random random) {
    Resolvers resolvers = Resolvers.NONE;
    for (String field : FIELDS) {
      resolvers =
          switch (random.nextInt(6)) {
            case 0 -> resolvers.with(field, Resolver.greatest());
            case 1 -> resolvers.with(field, Resolver.least());
            case 2 -> resolvers.with(field, Resolver.union());
            case 3 -> resolvers.with(field, Resolver.each(Resolver.greatest()));
            case 4 -> resolvers.with(field, closure(random));
            default -> resolvers;
          };
    }
    return resolvers;
  }

  /**
   * A semilattice made up: integers are sets of bits, and joined is the least of some sets, which
   * is closed under intersection, that has both in it. Anything else does not go together.
   */
  private static Resolver closure(Random random) {
    int[] closed = new int[1 + random.nextInt(6)];
    for (int i = 0; i < closed.length; i++) {
      closed[i] = random.nextInt(16);
    }
    return Resolver.of(
        "closure",
        (a, b) -> {
          if (!(a instanceof Value.Int one) || !(b instanceof Value.Int other)) {
            return null;
          }
          int both = (int) (one.value() | other.value());
          int least = 15;
          for (int set : closed) {
            least &= (both & ~set) == 0 ? set : 15;
          }
          return Value.of((long) least);
        });
  }

  private static List<VerifiedCommit> commits(Random random) {
    return RandomCommits.of(random, ResolvedMergeTest::mutation);
  }

  private static Mutation mutation(Random random) {
    String node = "n" + random.nextInt(2);
    if (random.nextInt(12) == 0) {
      return new Mutation.Remove(node);
    }
    Fields.Builder fields = Fields.builder();
    List<String> unset = new ArrayList<>();
    for (String name : FIELDS) {
      int dice = random.nextInt(8);
      if (dice == 0) {
        unset.add(name);
      } else if (dice < 6) {
        fields.put(name, value(random));
      }
    }
    return new Mutation.Set(node, fields.build(), unset);
  }

  private static Value value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Value.Items(List.of(number(random), number(random)));
      case 1 -> Fields.of("x" + random.nextInt(2), number(random));
      case 2 -> Fields.builder().put("x0", number(random)).put("x1", Value.of("t")).build();
      case 3 -> Value.of("t" + random.nextInt(3));
      default -> number(random);
    };
  }

  private static Value number(Random random) {
    return Value.of((long) random.nextInt(16));
  }
}
