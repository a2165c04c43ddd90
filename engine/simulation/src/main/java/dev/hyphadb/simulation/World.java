package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.store.Store;
import java.util.ArrayList;
import java.util.List;

/** What everything in a run shares. */
final class World {
  /** 2026-01-01T00:00Z: any time that looks like one. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private final Sha256 sha256;
  private final SimulationOptions options;
  private final Generator random;
  private final Schedule schedule = new Schedule(START_MILLIS);
  private final Figures figures = new Figures();
  private final List<SimulatedPeer> peers = new ArrayList<>();
  private final StoreLayer layer;
  private final Trace trace;
  private final History history;
  private final Network network;
  private final SimulatedAccounts accounts;
  private boolean isHealing;

  World(long seed, SimulationOptions options, Sha256 sha256, StoreLayer layer) {
    this.sha256 = sha256;
    this.options = options;
    this.random = new Generator(seed);
    this.layer = layer;
    this.accounts =
        switch (options.roles()) {
          case NONE -> null;
          case DEFAULT_ROLES -> new SimulatedAccounts(sha256, false, false);
          case MANAGERS_GRANT -> new SimulatedAccounts(sha256, true, false);
          case MANAGERS_GRANT_LITTLE_ROOM -> new SimulatedAccounts(sha256, true, true);
        };
    this.trace = new Trace(sha256, schedule);
    this.history = new History(sha256);
    this.network = new Network(this);
  }

  Sha256 sha256() {
    return sha256;
  }

  SimulationOptions options() {
    return options;
  }

  /** {@code null} where there are no roles. */
  SimulatedAccounts accounts() {
    return accounts;
  }

  boolean has(Fault fault) {
    return options.faults().contains(fault);
  }

  Generator random() {
    return random;
  }

  Schedule schedule() {
    return schedule;
  }

  Figures figures() {
    return figures;
  }

  Trace trace() {
    return trace;
  }

  History history() {
    return history;
  }

  Network network() {
    return network;
  }

  /** All that ever were, in order of their numbers. */
  List<SimulatedPeer> peers() {
    return peers;
  }

  List<SimulatedPeer> honestPeers() {
    return peers.stream().filter(SimulatedPeer::isHonest).toList();
  }

  Store layer(SimulatedDisk disk, int peer) {
    return layer.over(disk, peer);
  }

  SimulatedDisk emptyDisk() {
    return new SimulatedDisk(history, has(Fault.POWER_CUT));
  }

  SimulatedPeer add(SimulatedDisk disk, Wire wire) {
    SimulatedPeer peer = new SimulatedPeer(this, peers.size(), disk, wire);
    peers.add(peer);
    return peer;
  }

  boolean isHealing() {
    return isHealing;
  }

  void heal() {
    isHealing = true;
  }

  boolean mayRun(SimulatedPeer peer) {
    return peer.isHonest() || !isHealing;
  }
}
