package dev.hyphadb.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  @Test
  void growsWhateverTheWallClockDoes() {
    long seed = 1;
    Random random = new Random(seed);
    HybridClock clock = new HybridClock(0);
    long latest = 0;
    for (int i = 0; i < 10_000; i++) {
      long nowMillis = 1_000_000L + random.nextInt(1000) - 500;
      if (random.nextInt(4) == 0) {
        latest = Math.max(latest, new Timestamp(nowMillis + 10, random.nextInt(65_536)).packed());
        clock.observe(new Timestamp(nowMillis + 10, (int) (latest & 0xffff)).packed());
        latest = Math.max(latest, clock.latest());
      }
      long before = clock.latest();
      long made = clock.next(nowMillis);
      assertTrue(made > before, "seed " + seed + ", step " + i);
      assertTrue(made >= new Timestamp(nowMillis, 0).packed());
      assertEquals(made, clock.latest());
    }
  }

  @Test
  void isTheWallClockWhenThatIsAhead() {
    HybridClock clock = new HybridClock(new Timestamp(5, 7).packed());
    assertEquals(new Timestamp(5, 8), Timestamp.unpack(clock.next(4)));
    assertEquals(new Timestamp(5, 9), Timestamp.unpack(clock.next(5)));
    assertEquals(new Timestamp(6, 0), Timestamp.unpack(clock.next(6)));
  }

  @Test
  void counterOverflowsIntoTheNextMillisecond() {
    HybridClock clock = new HybridClock(new Timestamp(5, Timestamp.LOGICAL_MAX).packed());
    assertEquals(new Timestamp(6, 0), Timestamp.unpack(clock.next(5)));
  }

  @Test
  void timestampsPackInOrder() {
    Timestamp greatest = new Timestamp(Timestamp.PHYSICAL_MAX, Timestamp.LOGICAL_MAX);
    assertEquals(Long.MAX_VALUE, greatest.packed());
    assertEquals(greatest, Timestamp.unpack(Long.MAX_VALUE));
    assertEquals(Timestamp.ZERO, Timestamp.unpack(0));
    assertTrue(new Timestamp(1, 0).compareTo(new Timestamp(0, 65_535)) > 0);
    assertThrows(IllegalArgumentException.class, () -> new Timestamp(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Timestamp(0, 65_536));
    assertThrows(IllegalArgumentException.class, () -> new Timestamp(1L << 47, 0));
  }
}
