package dev.hyphadb.simulation;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.store.Table;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * DESIGN.md section 10, number 3: when everything works again, all peers come to equal state
 * hashes, know it, and fall silent, within a bounded number of frames.
 */
final class ConvergenceAfterHealing {
  private static final String INVARIANT = "after healing all become equal within a bound";
  private static final long FRAMES_PER_CONNECTION = 100;

  /**
   * Two that differ because a commit may not be merged yet ask each other, later each time, and go
   * through what they have.
   */
  private static final long FRAMES_PER_CONNECTION_WHILE_COMMITS_WAIT = 400;

  /** The commit and its acknowledgement, or what both hold when its time has come. */
  private static final long FRAMES_PER_COMMIT_AND_CONNECTION = 2;

  /** Each that waited makes the two differ again, for as long as their clocks do. */
  private static final long FRAMES_PER_COMMIT_AND_CONNECTION_WHILE_COMMITS_WAIT = 20;

  /**
   * Hours that wrong clocks and drift limits add up to: so long may a commit wait for its time.
   * What middleware of a peer whose clock is ahead puts in its place then has a stamp of that
   * clock, and waits as long.
   */
  private static final long WRONG_CLOCKS_MILLIS_MAX = 6 * 3_600_000L;

  /** Slow links included. */
  private static final long MILLIS_MAX = 600_000;

  private final World world;

  ConvergenceAfterHealing(World world) {
    this.world = world;
  }

  void run() {
    untilSilence();
    if (world.has(Fault.COPIED_STORE) || world.has(Fault.OLD_COPY)) {
      // Who writes under an id in use is found out by what it writes.
      for (SimulatedPeer peer : world.honestPeers()) {
        Fields last = Fields.of("last", Value.of((long) peer.number()));
        peer.submit(List.of(new Operation.Put("last-" + peer.number(), last)));
      }
      untilSilence();
      // A commit that a peer in between refuses does not reach whoever has the same id.
      if (world.options().quotasPercent() == 0) {
        ReplicaIdsDiffer.check(world);
      }
    }
    PartsHoldTheirScope.check(world);
    byte[] hash = world.honestPeers().get(0).replica().status().stateHash();
    world.trace().event(Trace.Kind.CONVERGED, 0, 0, Octets.longAt(hash, 0));
  }

  private void untilSilence() {
    Figures figures = world.figures();
    long startMillis = world.schedule().nowMillis();
    long startFrames = figures.frames;
    figures.healingFrames = 0;
    long deciding = world.honestPeers().stream().filter(SimulatedPeer::decides).count();
    long millisMax = clocksDiffer() ? WRONG_CLOCKS_MILLIS_MAX : MILLIS_MAX;
    // What was there and what each peer has just written; each middleware replaces it once.
    long commitsMax = (1 + deciding) * (world.history().size() + world.peers().size());
    if (deciding > 0 && clocksDiffer()) {
      // What has to wait for its time comes too seldom for the engine to see that middlewares
      // change each other's changes: they would go on for days, until somebody makes them agree.
      commitsMax = Long.MAX_VALUE;
      long agreedMillis = startMillis + millisMax;
      millisMax += WRONG_CLOCKS_MILLIS_MAX;
      world
          .schedule()
          .at(agreedMillis, () -> world.honestPeers().forEach(SimulatedPeer::stopReplacing));
    }
    while (world.schedule().runNext(startMillis + millisMax)) {
      figures.events++;
      if (figures.frames - startFrames > figures.healingFrames) {
        figures.healingFrames = figures.frames - startFrames;
        figures.healingMillis = world.schedule().nowMillis() - startMillis;
      }
      // Middleware may still put commits of its own in the place of those that waited.
      figures.healingFramesMax = framesMax();
      // Without it only what waited for its time is added, and that comes to an end.
      boolean isEndless = deciding > 0 && world.history().size() > commitsMax;
      if (isEndless || figures.healingFrames > figures.healingFramesMax) {
        fail("peers still talk after " + figures.healingFrames + " frames; " + describe());
      }
    }
    checkEqual();
  }

  private boolean clocksDiffer() {
    return world.has(Fault.CLOCK) || world.has(Fault.HOSTILE);
  }

  private long framesMax() {
    long framesPerConnection =
        clocksDiffer() ? FRAMES_PER_CONNECTION_WHILE_COMMITS_WAIT : FRAMES_PER_CONNECTION;
    long framesPerCommit =
        clocksDiffer()
            ? FRAMES_PER_COMMIT_AND_CONNECTION_WHILE_COMMITS_WAIT
            : FRAMES_PER_COMMIT_AND_CONNECTION;
    long framesOfCommits = framesPerCommit * world.history().size();
    return world.network().pairs() * (framesPerConnection + framesOfCommits);
  }

  private void checkEqual() {
    if (!world.network().isWhole()) {
      fail("a connection did not come back");
    }
    List<SimulatedPeer> peers = world.honestPeers();
    Replica.Status first = peers.get(0).replica().status();
    boolean mayRefuse = world.options().mayRefuse() || world.options().partialPercent() > 0;
    for (SimulatedPeer peer : peers) {
      if (mayRefuse) {
        requireAllButRefused(peer);
        continue;
      }
      Replica.Status status = peer.replica().status();
      if (!Arrays.equals(first.stateHash(), status.stateHash())) {
        fail("peers 0 and " + peer.number() + " differ; " + describe());
      }
    }
    for (SimulatedPeer peer : peers) {
      if (!peer.replica().status().isSynced()) {
        fail("peer " + peer.number() + " does not know that all are equal; " + describe());
      }
    }
  }

  /**
   * Middleware, quotas and scopes make peers differ: of what is live at a peer, each that is
   * connected to it has all that it has not refused, or has what overwrites it.
   */
  private void requireAllButRefused(SimulatedPeer peer) {
    Map<CommitKey, VerifiedCommit> received = peer.disk().received();
    for (SimulatedPeer other : world.honestPeers()) {
      if (other == peer || !world.network().isWanted(peer, other)) {
        continue;
      }
      Set<CommitKey> wanted =
          peer.scope == null ? null : PartsHoldTheirScope.commits(peer.scope, other);
      NavigableMap<CommitKey, VerifiedCommit> due = new TreeMap<>(received);
      other
          .disk()
          .liveCommits()
          .forEach((key, commit) -> {
            boolean isWanted = wanted == null || wanted.contains(key);
            if (isWanted && peer.disk().get(Table.REFUSED, key.bytes()) == null) {
              due.put(key, commit);
            }
          });
      NaiveReplay replay = NaiveReplay.of(due.values(), world.options().resolvers());
      for (CommitKey live : replay.holders().keySet()) {
        if (!received.containsKey(live)) {
          fail(
              "peer "
                  + peer.number()
                  + " lacks "
                  + live
                  + " of peer "
                  + other.number()
                  + " and has not refused it; "
                  + describe());
        }
      }
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (SimulatedPeer peer : world.honestPeers()) {
      if (peer.isUp()) {
        Replica.Status status = peer.replica().status();
        text.append("\n  peer ")
            .append(peer.number())
            .append(": ")
            .append(status.liveCommits())
            .append(" live, hash ")
            .append(Hex.encode(status.stateHash(), 4))
            .append(", clock ")
            .append(peer.clock.nowMillis() - world.schedule().nowMillis())
            .append(" ms, synced ")
            .append(status.isSynced())
            .append(", rejections ")
            .append(status.rejections());
      }
    }
    return text.toString();
  }

  private static void fail(String detail) {
    throw new InvariantViolation(INVARIANT, detail);
  }
}
