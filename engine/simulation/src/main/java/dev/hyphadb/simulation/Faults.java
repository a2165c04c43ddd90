package dev.hyphadb.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Brings about the faults that the options allow, one after the other, at random. */
final class Faults {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int PEERS_MAX = 14;

  private final World world;
  private final Generator random;
  private final List<Fault> enabled;
  private final List<SimulatedDisk> oldCopies = new ArrayList<>();
  private boolean isPartitioned;

  Faults(World world) {
    this.world = world;
    this.random = world.random().fork();
    this.enabled = new ArrayList<>(world.options().faults());
  }

  /** Brings about one fault, and comes back later. */
  void run() {
    if (world.isHealing() || enabled.isEmpty()) {
      return;
    }
    SimulatedPeer peer = random.pick(world.honestPeers());
    cause(random.pick(enabled), peer);
    world.schedule().after(random.below(2 * world.options().faultGapMillis()) + 1, this::run);
  }

  private void cause(Fault fault, SimulatedPeer peer) {
    switch (fault) {
      case DISCONNECT -> cut();
      case PARTITION -> partition();
      case ONE_WAY -> stall();
      case CRASH ->
          peer.disk()
              .failAt(
                  random.percent(50)
                      ? SimulatedDisk.Failure.DIES_BEFORE
                      : SimulatedDisk.Failure.DIES_AFTER,
                  random.below(3));
      case WRITE_FAILURE -> peer.disk().failAt(SimulatedDisk.Failure.REFUSES, random.below(3));
      case POWER_CUT -> powerCut(peer);
      case CLOCK -> setClock(peer);
      case LATE_JOIN -> join(world.emptyDisk(), Trace.Kind.JOINED, -1);
      case LONG_ABSENCE -> leave(peer, world.options().faultGapMillis() * 20);
      case OLD_COPY -> restore(peer);
      case COPIED_STORE -> join(peer.disk().copy(), Trace.Kind.COPIED, peer.number());
      case SLOW_LINK, HOSTILE, UNRELIABLE -> {
        // Chosen when a connection or the peer is made.
      }
    }
  }

  private void cut() {
    Connection connection = world.network().any();
    if (connection != null) {
      world.network().cut(connection, null);
    }
  }

  private void partition() {
    if (isPartitioned) {
      return;
    }
    isPartitioned = true;
    Set<Integer> island = new LinkedHashSet<>();
    for (SimulatedPeer peer : world.peers()) {
      if (random.percent(50)) {
        island.add(peer.number());
      }
    }
    world.trace().event(Trace.Kind.PARTITIONED, island.size(), 0, 0);
    world.network().partition(island);
    world
        .schedule()
        .after(
            random.below(world.options().faultGapMillis() * 10) + 1,
            () -> {
              isPartitioned = false;
              world.trace().event(Trace.Kind.REUNITED, 0, 0, 0);
              world.network().reunite();
            });
  }

  private void stall() {
    Connection connection = world.network().any();
    if (connection == null) {
      return;
    }
    world
        .trace()
        .event(Trace.Kind.STALLED, connection.first.number(), connection.second.number(), 0);
    connection.stall(random.percent(50));
    boolean breaks = random.percent(60);
    world
        .schedule()
        .after(
            random.below(world.options().faultGapMillis() * 5) + 1,
            () -> {
              if (breaks) {
                world.network().cut(connection, null);
              } else {
                world
                    .trace()
                    .event(
                        Trace.Kind.RESUMED,
                        connection.first.number(),
                        connection.second.number(),
                        0);
                connection.resume();
              }
            });
  }

  private void powerCut(SimulatedPeer peer) {
    peer.crash();
    int lost = peer.disk().losePower(random.below(12));
    world.trace().event(Trace.Kind.POWER_CUT, peer.number(), 0, lost);
    peer.watch.forget();
    later(peer, random.between(10, 5_000));
  }

  private void later(SimulatedPeer peer, int delayMillis) {
    world.schedule().after(delayMillis, peer::startIfDown);
  }

  private void setClock(SimulatedPeer peer) {
    long offsetMillis =
        switch (random.below(5)) {
          case 0 -> 0;
          case 1 -> 3 * HOUR_MILLIS;
          case 2 -> -random.below((int) HOUR_MILLIS);
          case 3 -> random.below(10_000) - 5_000;
          default -> random.below((int) (3 * HOUR_MILLIS));
        };
    peer.clock.set(offsetMillis, random.below(20_000) - 10_000);
    world.trace().event(Trace.Kind.CLOCK_SET, peer.number(), offsetMillis, 0);
    peer.wake();
  }

  private void join(SimulatedDisk disk, Trace.Kind kind, int origin) {
    if (world.peers().size() >= PEERS_MAX) {
      return;
    }
    SimulatedPeer peer = world.add(disk, Wire.HONEST);
    world.trace().event(kind, peer.number(), origin, 0);
    List<SimulatedPeer> others = new ArrayList<>(world.honestPeers());
    others.remove(peer);
    for (int links = random.between(1, 3); links > 0 && !others.isEmpty(); links--) {
      SimulatedPeer other = random.pick(others);
      others.remove(other);
      world.network().want(peer, other);
    }
    peer.start();
  }

  private void leave(SimulatedPeer peer, int delayMillis) {
    peer.crash();
    later(peer, random.below(delayMillis) + 1);
  }

  private void restore(SimulatedPeer peer) {
    if (oldCopies.size() < 4 || random.percent(50)) {
      oldCopies.add(peer.disk().copy());
      return;
    }
    SimulatedDisk copy = oldCopies.remove(random.below(oldCopies.size()));
    SimulatedPeer owner = ownerOf(copy);
    if (owner != null) {
      owner.crash();
      world.trace().event(Trace.Kind.RESTORED, owner.number(), 0, 0);
      owner.startWith(copy);
    }
  }

  /** The peer whose store it once was. */
  private SimulatedPeer ownerOf(SimulatedDisk copy) {
    StoredReplica wanted = StoredReplica.read(copy);
    for (SimulatedPeer peer : world.honestPeers()) {
      StoredReplica stored = StoredReplica.read(peer.disk());
      if (wanted != null && stored != null && stored.replica().equals(wanted.replica())) {
        return peer;
      }
    }
    return null;
  }

  /** Nothing that was prepared happens any more. */
  void stop() {
    for (SimulatedPeer peer : world.peers()) {
      peer.disk().failAt(SimulatedDisk.Failure.NONE, 0);
      peer.clock.stopDrift();
    }
  }
}
