package dev.hyphadb.simulation;

import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.sync.LogAge;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is like; all of it chosen by the seed, so that many seeds cover many worlds ("swarm
 * testing", Groce et al., 2012: leaving features out finds more than always having all).
 *
 * @param peers honest peers at the start
 * @param hostilePeers peers that send whatever they like
 * @param logEntriesMax see {@code ReplicaOptions}
 * @param logMillisMax see {@code ReplicaOptions}
 * @param clockDriftMillisMax see {@code ReplicaOptions}
 * @param operationGapMillis mean virtual time between two operations anywhere
 * @param latencyMillisMax of a frame
 * @param roundInputsMax inputs that a peer takes before it flushes
 * @param nodeIds how many different nodes the workload writes
 * @param textBytesMax of one text in a value
 * @param batchOperationsMax of one commit
 * @param removePercent share of removals among the operations
 * @param edgePercent share of links and unlinks
 * @param middlewarePercent share of peers that decide about what others do
 * @param quotasPercent share of peers that limit what they take of others
 * @param partialPercent share of peers that hold a part
 * @param roles what holds of authority
 * @param resolvers of the fields where not simply the last writer wins
 */
record SimulationOptions(
    int peers,
    int hostilePeers,
    Topology topology,
    Set<Fault> faults,
    int logEntriesMax,
    long logMillisMax,
    long clockDriftMillisMax,
    int operationGapMillis,
    int faultGapMillis,
    int latencyMillisMax,
    int roundInputsMax,
    int nodeIds,
    int textBytesMax,
    int batchOperationsMax,
    int removePercent,
    int edgePercent,
    int middlewarePercent,
    int quotasPercent,
    int partialPercent,
    Authority roles,
    Resolvers resolvers) {
  private static final long DRIFT_DEFAULT_MILLIS = 2 * 3_600_000L;

  /** Who is connected to whom. */
  enum Topology {
    MESH,
    RING,
    STAR,
    RANDOM
  }

  /** Whether there are roles, whether managers may give them, and little may wait for them. */
  enum Authority {
    NONE,
    DEFAULT_ROLES,
    MANAGERS_GRANT,
    MANAGERS_GRANT_LITTLE_ROOM
  }

  static SimulationOptions chosenBy(long seed) {
    Generator random = new Generator(seed ^ 0x6f7074696f6e73L);
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      // Chosen on its own, like roles and quotas: what was added later leaves a seed what it was.
      if (fault != Fault.UNRELIABLE && random.percent(40)) {
        faults.add(fault);
      }
    }
    if (new Generator(seed ^ 0x6c696e6b73L).percent(15)) {
      faults.add(Fault.UNRELIABLE);
    }
    Authority roles = authority(new Generator(seed ^ 0x726f6c6573L));
    int operationGapMillis = pick(random, 2, 10, 50, 200, 1000);
    return new SimulationOptions(
        random.between(2, 10),
        faults.contains(Fault.HOSTILE) ? random.between(1, 2) : 0,
        Topology.values()[random.below(Topology.values().length)],
        faults,
        pick(random, 1, 5, 20, 100, 1000, 10_000),
        logMillisMax(new Generator(seed ^ 0x616765L)),
        random.percent(70) ? DRIFT_DEFAULT_MILLIS : random.below(60_000),
        operationGapMillis,
        operationGapMillis * pick(random, 5, 20, 100),
        pick(random, 1, 20, 100, 1000),
        pick(random, 1, 1, 8, 200),
        pick(random, 3, 20, 100, 500),
        pick(random, 8, 16, 40, 40, 300, 300, 20_000),
        pick(random, 1, 3, 20, 150),
        pick(random, 0, 5, 20, 40),
        pick(random, 0, 10, 30, 60),
        middlewarePercent(pick(random, 0, 0, 0, 0, 40, 80), roles, seed),
        // What quotas drop may be a grant: then peers differ, and that is meant.
        roles == Authority.NONE && new Generator(seed ^ 0x71756f746173L).percent(30) ? 50 : 0,
        pick(new Generator(seed ^ 0x7061727473L), 0, 0, 0, 0, 30, 60)
            * (roles == Authority.NONE ? 1 : 0),
        roles,
        resolvers(new Generator(seed ^ 0x7265736f6c7665L)));
  }

  private static int middlewarePercent(int withoutRoles, Authority roles, long seed) {
    if (roles == Authority.NONE) {
      return withoutRoles;
    }
    return new Generator(seed ^ 0x6d6964646c65L).percent(20) ? 40 : 0;
  }

  private static long logMillisMax(Generator random) {
    return random.percent(60) ? LogAge.UNLIMITED : pick(random, 1, 200, 5_000, 60_000, 3_600_000);
  }

  /** For some of the fields that the workload writes. */
  private static Resolvers resolvers(Generator random) {
    Resolvers resolvers = Resolvers.NONE;
    if (random.percent(50)) {
      return resolvers;
    }
    for (String field : Workload.FIELDS) {
      resolvers =
          switch (random.below(6)) {
            case 0 -> resolvers.with(field, Resolver.greatest());
            case 1 -> resolvers.with(field, Resolver.least());
            case 2 -> resolvers.with(field, Resolver.union());
            case 3 -> resolvers.with(field, Resolver.each(Resolver.union()));
            default -> resolvers;
          };
    }
    return resolvers;
  }

  /** Whether peers may keep out for good what others hold. */
  boolean mayRefuse() {
    return middlewarePercent > 0 || quotasPercent > 0;
  }

  private static Authority authority(Generator random) {
    return random.percent(50) ? Authority.NONE : Authority.values()[random.below(4)];
  }

  private static int pick(Generator random, int... choices) {
    return choices[random.below(choices.length)];
  }
}
