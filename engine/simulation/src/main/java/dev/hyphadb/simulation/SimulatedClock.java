package dev.hyphadb.simulation;

/** A peer's wall clock: it may be wrong by an offset, and the offset may grow. */
final class SimulatedClock {
  private static final long MILLION = 1_000_000;

  private final Schedule schedule;
  private long offsetMillis;
  private long driftSinceMillis;
  private int driftPartsPerMillion;

  SimulatedClock(Schedule schedule) {
    this.schedule = schedule;
  }

  long nowMillis() {
    long driftingMillis = schedule.nowMillis() - driftSinceMillis;
    return schedule.nowMillis() + offsetMillis + driftingMillis * driftPartsPerMillion / MILLION;
  }

  void set(long offsetMillis, int driftPartsPerMillion) {
    this.offsetMillis = offsetMillis;
    this.driftPartsPerMillion = driftPartsPerMillion;
    this.driftSinceMillis = schedule.nowMillis();
  }

  /** The clock goes on from where it is, at the right speed. */
  void stopDrift() {
    set(nowMillis() - schedule.nowMillis(), 0);
  }
}
