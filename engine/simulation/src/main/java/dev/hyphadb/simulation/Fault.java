package dev.hyphadb.simulation;

/** What may go wrong in the first phase of a run. The order is part of what a seed means. */
enum Fault {
  /** Connections break; what is on the way is lost, and the two sides notice at different times. */
  DISCONNECT,
  /** The peers fall into two groups that do not reach each other for a while. */
  PARTITION,
  /** A connection delivers in one direction only for a while, and may break then. */
  ONE_WAY,
  /** Connections that carry few frames a second. */
  SLOW_LINK,
  /** A process dies before or after a write. */
  CRASH,
  /** A write fails (disk full) and the peer opens its replica again on the same connections. */
  WRITE_FAILURE,
  /** The machine dies and the last writes are gone with it. */
  POWER_CUT,
  /** Clocks jump, drift, and run hours ahead. */
  CLOCK,
  /** A peer joins with an empty store. */
  LATE_JOIN,
  /** A peer is away while the others write more than their logs keep. */
  LONG_ABSENCE,
  /** A peer comes back with an old copy of its store. */
  OLD_COPY,
  /** A second peer starts from a copy of another's store: same replica id, same log id. */
  COPIED_STORE,
  /** Peers that send whatever they like. */
  HOSTILE,
  /**
   * Connections that break their promise: frames are lost, come twice, or overtake others. No
   * transport does that; whatever is out of step by it has to come back by itself.
   */
  UNRELIABLE
}
