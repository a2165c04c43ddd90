package dev.hyphadb.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.access.AuthorityModel.Rule;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Why the whole authority history stays live: with less, peers come to differ for good. */
class AuthorityModelTest {
  private static final int SEEDS = 150;

  private static List<Long> diverging(Rule rule) {
    return LongStream.range(0, SEEDS)
        .filter(seed -> !AuthorityModel.converges(seed, rule))
        .boxed()
        .toList();
  }

  @Test
  void theLatestGrantsAreNotEnough() {
    assertTrue(diverging(Rule.LATEST_GRANT).size() > SEEDS / 4);
  }

  @Test
  void allGrantsAreNotEnoughWithoutWelcomeWrites() {
    assertTrue(!diverging(Rule.EVERY_GRANT).isEmpty());
  }

  @Test
  void withTheAuthorityHistoryAllEndAlike() {
    assertEquals(List.of(), diverging(Rule.AUTHORITY_HISTORY));
  }
}
