package dev.hyphadb.core.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RelayHealthTest {
  @Test
  void pausesGrowWithFailuresAndEndWithSuccess() {
    RelayHealth health = new RelayHealth();
    assertTrue(health.isUsable(0));
    health.failed(0);
    assertEquals(1_000, health.restUntilMillis());
    assertFalse(health.isUsable(999));
    assertTrue(health.isUsable(1_000));
    health.failed(1_000);
    assertEquals(3_000, health.restUntilMillis());
    for (int i = 0; i < 100; i++) {
      health.failed(10_000);
    }
    assertEquals(610_000, health.restUntilMillis());
    health.answered(50);
    health.failed(700_000);
    assertEquals(701_000, health.restUntilMillis());
  }

  @Test
  void aRefusalRestsLongerThanAFailureAndCostsMore() {
    RelayHealth refusing = new RelayHealth();
    RelayHealth failing = new RelayHealth();
    refusing.refused(RelayHealth.Refusal.PROOF_OF_WORK, 0);
    failing.failed(0);
    assertEquals(60_000, refusing.restUntilMillis());
    assertTrue(refusing.score() < failing.score());
    RelayHealth limited = new RelayHealth();
    limited.refused(RelayHealth.Refusal.RATE_LIMITED, 0);
    assertEquals(1_000, limited.restUntilMillis());
  }

  @Test
  void quickRelaysScoreHigher() {
    RelayHealth quick = new RelayHealth();
    RelayHealth slow = new RelayHealth();
    quick.answered(20);
    slow.answered(3_000);
    assertTrue(quick.score() > slow.score());
  }

  @Test
  void refusalsAreKnownByTheirPrefix() {
    assertEquals(
        RelayHealth.Refusal.AUTHENTICATION, RelayHealth.Refusal.of("auth-required: log in"));
    assertNull(RelayHealth.Refusal.of("error: disk full"));
  }
}
