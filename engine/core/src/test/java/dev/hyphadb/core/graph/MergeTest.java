package dev.hyphadb.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hyphadb.core.commit.VerifiedCommit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergeTest {
  /** Commutative and associative: any order, any grouping into writes, one result. */
  @Test
  void theResultDoesNotDependOnTheOrder() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<VerifiedCommit> commits = RandomCommits.of(random);
      Map<String, Object> expected = MergeVectors.result(commits, 1);
      for (int round = 0; round < 6; round++) {
        Collections.shuffle(commits, random);
        int commitsPerWrite = 1 + random.nextInt(commits.size());
        assertEquals(expected, MergeVectors.result(commits, commitsPerWrite), "seed " + seed);
      }
    }
  }

  /** Idempotent and compacting: dead commits may come again, or never come at all. */
  @Test
  void deadCommitsMakeNoDifference() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<VerifiedCommit> commits = RandomCommits.of(random);
      Map<String, Object> expected = MergeVectors.result(commits, 1);
      List<?> live = (List<?>) expected.get("live");
      List<VerifiedCommit> alive = new ArrayList<>();
      List<VerifiedCommit> again = new ArrayList<>(commits);
      for (VerifiedCommit commit : commits) {
        (live.contains(commit.id().toString()) ? alive : again).add(commit);
      }
      assertEquals(expected, MergeVectors.result(alive, 1), "seed " + seed);
      assertEquals(expected, MergeVectors.result(again, 1), "seed " + seed);
    }
  }
}
