package dev.hyphadb.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.commit.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final int CANARY_SEEDS_MAX = 20;

  static Sha256 sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest::digest;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static SimulationReport run(long seed, long events) {
    return new Simulation(seed, events, sha256()).run();
  }

  /** Seeds that found something once, and the first ones: 5 clocks, 85 a round beyond the log. */
  @ParameterizedTest
  @Timeout(120)
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 11, 85})
  void keepsEveryPromise(long seed) {
    SimulationReport report = run(seed, 4000);
    assertTrue(report.isGood(), () -> report.command() + "\n" + report);
  }

  /** Repairs that were in vain while commits waited left none for what was lost meanwhile. */
  @Test
  @Timeout(120)
  void repairsWhatWasLostWhileCommitsWaited() {
    SimulationReport report = run(20_030, 3000);
    assertTrue(report.isGood(), () -> report.command() + "\n" + report);
  }

  /** What a peer had asked for was dead by the time it was to be sent, and the exchange hung. */
  @Test
  @Timeout(120)
  void rangesGoOnWhenWhatWasWantedIsDead() {
    SimulationReport report = run(70_019, 3000);
    assertTrue(report.isGood(), () -> report.command() + "\n" + report);
  }

  @ParameterizedTest
  @Timeout(60)
  @ValueSource(longs = {5, 8})
  void sameSeedSameRun(long seed) {
    SimulationReport first = run(seed, 1500);
    SimulationReport again = run(seed, 1500);
    assertEquals(first.digest(), again.digest());
    assertEquals(first.figures(), again.figures());
    assertNotEquals(first.digest(), run(seed + 1, 1500).digest());
  }

  /** A simulation that cannot fail proves nothing. */
  @ParameterizedTest
  @Timeout(120)
  @EnumSource(PlantedFault.Kind.class)
  void findsAPlantedFault(PlantedFault.Kind kind) {
    for (long seed = 1; seed <= CANARY_SEEDS_MAX; seed++) {
      StoreLayer layer = (disk, peer) -> new PlantedFault(disk, kind);
      SimulationReport report =
          new Simulation(seed, 1500, SimulationOptions.chosenBy(seed), sha256(), layer).run();
      if (!report.isGood()) {
        System.out.println(kind + " found by seed " + seed + ": " + report.failure().invariant());
        return;
      }
    }
    throw new AssertionError(kind + " not found by " + CANARY_SEEDS_MAX + " seeds");
  }

  @Test
  void saysHowToRepeatItself() {
    assertEquals("./hypha sim --seed 7 --events 50", run(7, 50).command());
  }
}
