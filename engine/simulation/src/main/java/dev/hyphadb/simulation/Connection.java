package dev.hyphadb.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A connection of two peers: in each direction frames arrive in order and without loss, unless it
 * is made unreliable, until it breaks and takes with it what is on the way.
 */
final class Connection {
  /** More than what the window of a session allows says that a sender ignores its peer. */
  private static final long IN_FLIGHT_BYTES_MAX = 16L << 20;

  private static final int LOST_PERCENT = 2;
  private static final int TWICE_PERCENT = 2;
  private static final int OVERTAKING_PERCENT = 2;

  private final Schedule schedule;
  private final Generator random;
  private final int latencyMillisMax;
  private final int frameMillis;
  private final Direction[] directions;
  private boolean isUnreliable;
  private boolean isCut;

  final SimulatedPeer first;
  final SimulatedPeer second;

  private static final class Direction {
    final SimulatedPeer to;
    final Deque<byte[]> stalled = new ArrayDeque<>();
    long lastArrivalMillis;
    long inFlightBytes;
    boolean isStalled;

    Direction(SimulatedPeer to, long openMillis) {
      this.to = to;
      this.lastArrivalMillis = openMillis;
    }
  }

  /**
   * @param firstOpenMillis when the first peer learns of the connection
   * @param frameMillis time that each frame occupies the line
   */
  Connection(
      Schedule schedule,
      Generator random,
      SimulatedPeer first,
      SimulatedPeer second,
      long firstOpenMillis,
      long secondOpenMillis,
      int latencyMillisMax,
      int frameMillis,
      boolean isUnreliable) {
    this.isUnreliable = isUnreliable;
    this.schedule = schedule;
    this.random = random;
    this.first = first;
    this.second = second;
    this.latencyMillisMax = latencyMillisMax;
    this.frameMillis = frameMillis;
    this.directions =
        new Direction[] {
          new Direction(second, secondOpenMillis), new Direction(first, firstOpenMillis)
        };
    schedule.at(firstOpenMillis, () -> open(first));
    schedule.at(secondOpenMillis, () -> open(second));
  }

  private void open(SimulatedPeer peer) {
    if (!isCut) {
      peer.opened(this);
    }
  }

  SimulatedPeer other(SimulatedPeer peer) {
    return peer == first ? second : first;
  }

  boolean isCut() {
    return isCut;
  }

  void cut() {
    isCut = true;
  }

  void send(SimulatedPeer from, byte[] frame) {
    if (isCut) {
      return;
    }
    Direction direction = directions[from == first ? 0 : 1];
    direction.inFlightBytes += frame.length;
    if (direction.inFlightBytes > IN_FLIGHT_BYTES_MAX && from.isHonest()) {
      throw new InvariantViolation(
          "memory is bounded",
          "peer "
              + from.number()
              + " has sent "
              + direction.inFlightBytes
              + " bytes that "
              + direction.to.number()
              + " has not got yet");
    }
    int misdeed = isUnreliable ? random.below(100) : 100;
    if (misdeed < LOST_PERCENT) {
      direction.inFlightBytes -= frame.length;
      return;
    }
    if (misdeed < LOST_PERCENT + TWICE_PERCENT) {
      direction.inFlightBytes += frame.length;
      pass(direction, frame);
    }
    boolean overtakes = misdeed >= 100 - OVERTAKING_PERCENT && isUnreliable;
    if (overtakes && !direction.isStalled) {
      arriveAt(direction, frame, schedule.nowMillis());
    } else {
      pass(direction, frame);
    }
  }

  private void pass(Direction direction, byte[] frame) {
    if (direction.isStalled) {
      direction.stalled.add(frame);
    } else {
      launch(direction, frame);
    }
  }

  private void launch(Direction direction, byte[] frame) {
    direction.lastArrivalMillis =
        Math.max(
            direction.lastArrivalMillis + frameMillis,
            schedule.nowMillis() + random.below(latencyMillisMax + 1));
    arriveAt(direction, frame, direction.lastArrivalMillis);
  }

  private void arriveAt(Direction direction, byte[] frame, long arrivalMillis) {
    schedule.at(
        arrivalMillis,
        () -> {
          direction.inFlightBytes -= frame.length;
          if (!isCut) {
            direction.to.received(this, frame);
          }
        });
  }

  /** From now on frames arrive in order and without loss; returns whether they did not before. */
  boolean becomeReliable() {
    boolean was = isUnreliable;
    isUnreliable = false;
    return was;
  }

  /** From now on nothing arrives in one direction, until {@link #resume}. */
  void stall(boolean towardsSecond) {
    directions[towardsSecond ? 0 : 1].isStalled = true;
  }

  void resume() {
    for (Direction direction : directions) {
      direction.isStalled = false;
      while (!direction.stalled.isEmpty()) {
        launch(direction, direction.stalled.poll());
      }
    }
  }
}
