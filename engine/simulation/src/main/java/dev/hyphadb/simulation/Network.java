package dev.hyphadb.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which pairs of peers want to be connected, and their connections as they come and go. */
final class Network {
  private static final int NOTICE_MILLIS_MAX = 3_000;
  private static final int RETRY_MILLIS_MAX = 4_000;
  private static final int OPEN_MILLIS_MAX = 200;
  private static final int SLOW_FRAME_MILLIS_MAX = 400;

  private final World world;
  private final Generator random;
  private final List<Pair> pairs = new ArrayList<>();
  private final Set<Integer> island = new LinkedHashSet<>();

  private static final class Pair {
    final SimulatedPeer first;
    final SimulatedPeer second;
    final int frameMillis;
    Connection connection;

    Pair(SimulatedPeer first, SimulatedPeer second, int frameMillis) {
      this.first = first;
      this.second = second;
      this.frameMillis = frameMillis;
    }
  }

  Network(World world) {
    this.world = world;
    this.random = world.random().fork();
  }

  /** From now on these two try to be connected. */
  void want(SimulatedPeer first, SimulatedPeer second) {
    boolean isSlow = world.has(Fault.SLOW_LINK) && random.percent(30);
    Pair pair = new Pair(first, second, isSlow ? 1 + random.below(SLOW_FRAME_MILLIS_MAX) : 0);
    pairs.add(pair);
    retry(pair);
  }

  /** Whether these two are to be connected. */
  boolean isWanted(SimulatedPeer first, SimulatedPeer second) {
    return pairs.stream()
        .anyMatch(pair ->
            pair.first == first && pair.second == second
                || pair.first == second && pair.second == first);
  }

  int pairs() {
    return pairs.size();
  }

  private void retry(Pair pair) {
    world.schedule().after(random.below(RETRY_MILLIS_MAX), () -> connect(pair));
  }

  private void connect(Pair pair) {
    boolean isNeeded = pair.connection == null || pair.connection.isCut();
    if (!isNeeded || !pairs.contains(pair)) {
      return;
    }
    boolean isPossible =
        pair.first.isUp() && pair.second.isUp() && !isSeparated(pair.first, pair.second);
    if (!isPossible) {
      retry(pair);
      return;
    }
    long now = world.schedule().nowMillis();
    pair.connection =
        new Connection(
            world.schedule(),
            random,
            pair.first,
            pair.second,
            now + random.below(OPEN_MILLIS_MAX),
            now + random.below(OPEN_MILLIS_MAX),
            world.options().latencyMillisMax(),
            pair.frameMillis,
            !world.isHealing() && world.has(Fault.UNRELIABLE) && random.percent(40));
  }

  private boolean isSeparated(SimulatedPeer first, SimulatedPeer second) {
    return island.contains(first.number()) != island.contains(second.number());
  }

  /** The connection breaks; the one who broke it, if any, knows already. */
  void cut(Connection connection, SimulatedPeer by) {
    if (connection.isCut()) {
      return;
    }
    connection.cut();
    notice(connection, connection.first, by);
    notice(connection, connection.second, by);
    for (Pair pair : pairs) {
      if (pair.connection == connection) {
        retry(pair);
      }
    }
  }

  private void notice(Connection connection, SimulatedPeer peer, SimulatedPeer by) {
    int delayMillis = peer == by ? 0 : random.below(NOTICE_MILLIS_MAX);
    world.schedule().after(delayMillis, () -> peer.closed(connection));
  }

  /** A connection that works; {@code null} when there is none. */
  Connection any() {
    List<Connection> open = new ArrayList<>();
    for (Pair pair : pairs) {
      if (pair.connection != null && !pair.connection.isCut()) {
        open.add(pair.connection);
      }
    }
    return open.isEmpty() ? null : random.pick(open);
  }

  /** Some peers are on an island until {@link #reunite}. */
  void partition(Set<Integer> peers) {
    island.clear();
    island.addAll(peers);
    for (Pair pair : List.copyOf(pairs)) {
      if (pair.connection != null && isSeparated(pair.first, pair.second)) {
        cut(pair.connection, null);
      }
    }
  }

  void reunite() {
    island.clear();
  }

  /** Everything that is on the way arrives, everybody who wants to be connected will be. */
  void heal() {
    reunite();
    for (Pair pair : pairs) {
      if (pair.connection != null && !pair.connection.isCut()) {
        pair.connection.resume();
        heal(pair.connection);
      }
    }
  }

  private void heal(Connection connection) {
    // Who refuses commits cannot tell by hashes that something was lost on the way.
    if (connection.becomeReliable() && world.options().mayRefuse()) {
      cut(connection, null);
    }
  }

  /** Whether every two honest peers that want to be connected are, as far as both know. */
  boolean isWhole() {
    for (Pair pair : pairs) {
      boolean counts = pair.first.isHonest() && pair.second.isHonest();
      if (counts
          && !(pair.first.isConnectedTo(pair.second) && pair.second.isConnectedTo(pair.first))) {
        return false;
      }
    }
    return true;
  }

  /** Peers that are gone for good are not waited for. */
  void giveUpOnHostilePeers() {
    pairs.removeIf(pair -> !pair.first.isHonest() || !pair.second.isHonest());
  }
}
