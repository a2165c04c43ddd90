package dev.hyphadb.simulation;

import dev.hyphadb.core.commit.Sha256;
import java.util.ArrayList;
import java.util.List;

/** One run: a phase with faults, then healing and the final account. */
public final class Simulation {
  private static final int AUDITS = 12;

  private final long seed;
  private final long events;
  private final World world;
  private final Faults faults;

  /**
   * @param events how much happens before everything heals
   * @param sha256 must work while the run lasts
   */
  public Simulation(long seed, long events, Sha256 sha256) {
    this(seed, events, SimulationOptions.chosenBy(seed), sha256, StoreLayer.NONE);
  }

  Simulation(long seed, long events, SimulationOptions options, Sha256 sha256, StoreLayer layer) {
    this.seed = seed;
    this.events = events;
    this.world = new World(seed, options, sha256, layer);
    this.faults = new Faults(world);
  }

  /** How many honest peers a seed begins with. */
  public static int peersOf(long seed) {
    return SimulationOptions.chosenBy(seed).peers();
  }

  /** Runs to the end or to the first broken promise. Once. */
  public SimulationReport run() {
    long startMillis = world.schedule().nowMillis();
    Figures figures = world.figures();
    SimulationReport.Failure failure = null;
    try {
      populate();
      misbehave();
      heal();
    } catch (InvariantViolation e) {
      failure = new SimulationReport.Failure(e.invariant(), e.getMessage(), e.getCause());
    }
    figures.virtualMillis = world.schedule().nowMillis() - startMillis;
    figures.commits = world.history().size();
    figures.peers = world.peers().size();
    for (SimulatedPeer peer : world.honestPeers()) {
      if (peer.isUp()) {
        peer.replica()
            .status()
            .rejections()
            .forEach((reason, count) -> figures.rejections.merge(reason, count, Long::sum));
      }
    }
    List<String> last = world.trace().recent();
    return new SimulationReport(
        seed,
        events,
        world.options().toString(),
        describe(figures),
        figures.virtualMillis,
        figures.peers,
        figures.commits,
        figures.frames,
        world.trace().digest(),
        failure,
        last);
  }

  private static String describe(Figures figures) {
    return "events="
        + figures.events
        + " virtualSeconds="
        + figures.virtualMillis / 1000
        + " peers="
        + figures.peers
        + " commits="
        + figures.commits
        + " frames="
        + figures.frames
        + " bytes="
        + figures.bytes
        + " notPermitted="
        + figures.notPermitted
        + " rejections="
        + figures.rejections
        + " healingFrames="
        + figures.healingFrames
        + "/"
        + figures.healingFramesMax
        + " healingSeconds="
        + figures.healingMillis / 1000;
  }

  private void populate() {
    SimulationOptions options = world.options();
    for (int i = 0; i < options.peers(); i++) {
      world.add(world.emptyDisk(), Wire.HONEST);
    }
    connectInitial(world.honestPeers(), options.topology());
    for (int i = 0; i < options.hostilePeers(); i++) {
      HostileWire wire = new HostileWire(world);
      SimulatedPeer hostile = world.add(world.emptyDisk(), wire);
      for (SimulatedPeer peer : world.honestPeers()) {
        if (peer.number() == 0 || world.random().percent(50)) {
          world.network().want(hostile, peer);
        }
      }
      wire.start(hostile);
    }
    List.copyOf(world.peers()).forEach(SimulatedPeer::start);
    world.schedule().after(1, new Workload(world)::run);
    world.schedule().after(options.faultGapMillis(), faults::run);
  }

  private void connectInitial(List<SimulatedPeer> peers, SimulationOptions.Topology topology) {
    Network network = world.network();
    int count = peers.size();
    for (int i = 1; i < count; i++) {
      switch (topology) {
        case MESH -> {
          for (int j = 0; j < i; j++) {
            network.want(peers.get(j), peers.get(i));
          }
        }
        case RING -> {
          network.want(peers.get(i - 1), peers.get(i));
          if (i == count - 1 && count > 2) {
            network.want(peers.get(i), peers.get(0));
          }
        }
        case STAR -> network.want(peers.get(0), peers.get(i));
        case RANDOM -> {
          List<SimulatedPeer> others = new ArrayList<>(peers.subList(0, i));
          for (int links = world.random().between(1, 2); links > 0 && !others.isEmpty(); links--) {
            network.want(others.remove(world.random().below(others.size())), peers.get(i));
          }
        }
      }
    }
  }

  private void misbehave() {
    long auditEvery = Math.max(1, events / AUDITS);
    Figures figures = world.figures();
    while (figures.events < events && world.schedule().runNext(Long.MAX_VALUE)) {
      figures.events++;
      if (figures.events % auditEvery == 0) {
        SimulatedPeer peer = world.random().pick(world.peers());
        world.trace().event(Trace.Kind.AUDITED, peer.number(), 0, 0);
        peer.wake();
        peer.watch.audit();
      }
    }
  }

  private void heal() {
    world.trace().event(Trace.Kind.HEALING, 0, 0, 0);
    world.heal();
    faults.stop();
    for (SimulatedPeer peer : world.peers()) {
      if (!peer.isHonest()) {
        peer.crash();
      }
    }
    world.network().giveUpOnHostilePeers();
    world.network().heal();
    world.honestPeers().forEach(SimulatedPeer::startIfDown);
    world.honestPeers().forEach(SimulatedPeer::wake);
    new ConvergenceAfterHealing(world).run();
    for (SimulatedPeer peer : world.honestPeers()) {
      peer.watch.audit();
    }
  }
}
