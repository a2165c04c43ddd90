package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What is promised of the merge, on random sets of commits: nodes, live set and state hash are a
 * function of the set, which {@link NaiveGraph} says.
 */
class MergeLawsTest {
  private static final int SETS = 600;

  private final long firstSeed = System.nanoTime() & 0xffffff;

  private interface Law {
    void check(String seed, Random random, List<VerifiedCommit> commits);
  }

  private void onRandomSets(Law law) {
    System.out.println("MergeLawsTest seeds from " + firstSeed);
    for (long seed = firstSeed; seed < firstSeed + SETS; seed++) {
      Random random = new Random(seed);
      law.check("seed " + seed, random, RandomCommits.of(random));
    }
  }

  /** Commutative: in whatever order; associative: in whatever writes. */
  @Test
  void theResultIsAFunctionOfTheSet() {
    onRandomSets((seed, random, commits) -> {
      Map<String, Object> expected = new NaiveGraph(commits).result();
      for (int order = 0; order < 3; order++) {
        Collections.shuffle(commits, random);
        Run run = new Run(random);
        commits.forEach(run::apply);
        assertEquals(expected, run.result(commits), seed);
      }
    });
  }

  /** What is undone, in whatever steps and between what else comes, leaves nothing behind. */
  @Test
  void undoneIsNeverApplied() {
    onRandomSets((seed, random, commits) -> {
      Run run = new Run(random);
      List<VerifiedCommit> undone = new ArrayList<>();
      List<VerifiedCommit> applied = new ArrayList<>();
      Collections.shuffle(commits, random);
      for (VerifiedCommit commit : commits) {
        run.apply(commit);
        applied.add(commit);
        if (random.nextInt(4) == 0) {
          List<VerifiedCommit> chosen = new ArrayList<>();
          applied.forEach(one -> {
            if (random.nextInt(3) == 0) {
              chosen.add(one);
            }
          });
          applied.removeAll(chosen);
          undone.addAll(chosen);
          run.retract(chosen, applied);
        }
      }
      assertEquals(new NaiveGraph(applied).result(), run.result(applied), seed);
      undone.forEach(run::apply);
      assertEquals(new NaiveGraph(commits).result(), run.result(commits), seed + ", done again");
    });
  }

  /** A graph that is written and opened again now and then. */
  private static final class Run {
    private final Random random;
    private final MemoryStore store = new MemoryStore();
    private GraphWriter writer =
        new GraphWriter(store, 0, 0, new StateHash(), Resolvers.NONE, NodeChanges.IGNORED);
    private long sequence;

    Run(Random random) {
      this.random = random;
    }

    void apply(VerifiedCommit commit) {
      writer.apply(commit, ++sequence);
      maybeFlush();
    }

    void retract(List<VerifiedCommit> chosen, List<VerifiedCommit> left) {
      Map<VerifiedCommit, Integer> holders = new LinkedHashMap<>();
      chosen.forEach(commit -> holders.put(commit, 0));
      writer.retract(holders, new Left(left), revived -> ++sequence);
      maybeFlush();
    }

    private void maybeFlush() {
      if (random.nextInt(3) == 0) {
        flush();
      }
      if (random.nextInt(6) == 0) {
        flush();
        writer =
            new GraphWriter(
                store,
                writer.nodeCount(),
                writer.liveCount(),
                new StateHash(writer.stateHash()),
                Resolvers.NONE,
                NodeChanges.IGNORED);
      }
    }

    private void flush() {
      WriteBatch batch = new WriteBatch();
      writer.flush(batch, 1);
      store.write(batch);
    }

    Map<String, Object> result(List<VerifiedCommit> commits) {
      flush();
      return MergeVectors.state(writer, store, commits);
    }
  }

  /** What still counts, as a replica finds it. */
  private record Left(List<VerifiedCommit> commits) implements CommitsByNode {
    @Override
    public List<VerifiedCommit> aboutNode(String id) {
      return with(mutation ->
          (mutation instanceof Mutation.Set || mutation instanceof Mutation.Remove)
              && mutation.node().equals(id));
    }

    @Override
    public List<VerifiedCommit> aboutEdges(String id) {
      return with(mutation ->
          switch (mutation) {
            case Mutation.Link link -> link.node().equals(id) || link.to().equals(id);
            case Mutation.Unlink unlink -> unlink.node().equals(id) || unlink.to().equals(id);
            default -> false;
          });
    }

    private List<VerifiedCommit> with(Predicate<Mutation> wanted) {
      Map<CommitKey, VerifiedCommit> sorted = new TreeMap<>();
      for (VerifiedCommit commit : commits) {
        if (commit.commit().mutations().stream().anyMatch(wanted)) {
          sorted.put(commit.key(), commit);
        }
      }
      return List.copyOf(sorted.values());
    }
  }
}
