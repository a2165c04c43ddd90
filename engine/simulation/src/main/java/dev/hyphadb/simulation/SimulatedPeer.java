package dev.hyphadb.simulation;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process with one replica: feeds it, flushes it, carries its frames, and dies. What the replica
 * and the disk do is shown to the peer's {@link Watch}.
 */
final class SimulatedPeer {
  private static final int FLUSH_DELAY_MILLIS = 3;

  private final World world;
  private final int number;
  private final PeerId id;
  private final Wire wire;
  private final Generator random;
  private final SimulatedMiddleware middleware;
  private final Quotas quotas;

  /** The part that it holds; {@code null} for everything. */
  final Scope scope;

  private final Map<PeerId, Connection> connections = new LinkedHashMap<>();
  final SimulatedClock clock;
  final Watch watch;
  private SimulatedDisk disk;
  private Replica replica;
  private Store store;
  private GraphReader reader;
  private int inputs;
  private boolean isFlushScheduled;
  private long wakeMillis = Long.MAX_VALUE;

  SimulatedPeer(World world, int number, SimulatedDisk disk, Wire wire) {
    this.world = world;
    this.number = number;
    this.disk = disk;
    this.wire = wire;
    this.random = world.random().fork();
    this.clock = new SimulatedClock(world.schedule());
    byte[] name = new byte[32];
    Octets.putLong(name, 24, number + 1);
    this.id = new PeerId(Hex.encode(name));
    this.watch = new Watch(this, world);
    int partialPercent = world.options().partialPercent();
    boolean isPart =
        partialPercent > 0
            && world.accounts() == null
            && isHonest()
            && random.percent(partialPercent);
    this.scope = isPart ? scope() : null;
    int percent = world.options().middlewarePercent();
    boolean decides = percent > 0 && isHonest() && random.percent(percent);
    this.middleware =
        decides ? new SimulatedMiddleware(this, world.schedule(), random.fork()) : null;
    int limiting = world.options().quotasPercent();
    this.quotas = limiting > 0 && random.percent(limiting) ? quotas() : Quotas.NONE;
  }

  private Quotas quotas() {
    return new Quotas(
        random.percent(50) ? Long.MAX_VALUE : 1 + random.below(world.options().nodeIds()),
        random.percent(50) ? Long.MAX_VALUE : random.between(10, 500),
        random.percent(50) ? Long.MAX_VALUE : random.between(1_000, 100_000),
        random.percent(50) ? Long.MAX_VALUE : random.between(1_000, 10_000));
  }

  /** What has a field or two, and what that links to. */
  private Scope scope() {
    Fields exists = Fields.of("$exists", Value.TRUE);
    List<Fields> queries = new ArrayList<>();
    for (int i = random.between(1, 2); i > 0; i--) {
      queries.add(Fields.of("f" + random.below(6), exists));
    }
    return new Scope(queries, random.below(3));
  }

  int number() {
    return number;
  }

  PeerId id() {
    return id;
  }

  boolean isHonest() {
    return wire.equals(Wire.HONEST);
  }

  /** Whether it has middleware. */
  boolean decides() {
    return middleware != null;
  }

  /** From now on middleware only drops or lets pass. */
  void stopReplacing() {
    if (middleware != null) {
      middleware.stopReplacing();
    }
  }

  boolean hasRoles() {
    return world.accounts() != null;
  }

  boolean meetsHostilePeers() {
    return world.options().hostilePeers() > 0;
  }

  boolean meetsReopenedPeers() {
    return world.has(Fault.WRITE_FAILURE);
  }

  /** Whether minutes may pass in which it hears nothing, by its own clock at least. */
  boolean meetsSilence() {
    return world.has(Fault.ONE_WAY) || world.has(Fault.CLOCK);
  }

  boolean meetsUnreliableConnections() {
    return world.has(Fault.UNRELIABLE);
  }

  /** Whether commits under its replica id may come back that its store does not know. */
  boolean mayMeetItsOwnId() {
    return meetsHostilePeers()
        || world.has(Fault.COPIED_STORE)
        || world.has(Fault.OLD_COPY)
        || world.has(Fault.POWER_CUT);
  }

  boolean isUp() {
    return replica != null;
  }

  SimulatedDisk disk() {
    return disk;
  }

  Replica replica() {
    return replica;
  }

  Store store() {
    return store;
  }

  GraphReader reader() {
    return reader;
  }

  List<Connection> connections() {
    return new ArrayList<>(connections.values());
  }

  boolean isConnectedTo(SimulatedPeer other) {
    return connections.containsKey(other.id);
  }

  void start() {
    trace(Trace.Kind.STARTED, 0, 0);
    guarded(() -> open());
  }

  /** Comes back with another disk. */
  void startWith(SimulatedDisk other) {
    disk = other;
    watch.forget();
    start();
  }

  private void open() {
    store = world.layer(disk, number);
    ReplicaOptions options =
        new ReplicaOptions(
            world.options().logEntriesMax(),
            world.options().logMillisMax(),
            world.options().clockDriftMillisMax(),
            world.options().resolvers());
    Security security = world.accounts() == null ? null : world.accounts().security(number);
    replica = Replica.open(store, options, security, world.sha256(), random);
    reader = new GraphReader(store);
    replica.limit(quotas);
    IndexesFollowNodes.declare(this, replica.indexes());
    replica.scope(scope);
    if (middleware != null) {
      replica.screen(true, clock.nowMillis());
    }
    watch.opened();
    for (PeerId peer : connections.keySet()) {
      replica.connect(peer);
    }
    flush();
  }

  /** The process is gone: its connections break, nothing is left but the disk. */
  void crash() {
    if (!isUp()) {
      return;
    }
    trace(Trace.Kind.CRASHED, 0, 0);
    replica = null;
    if (middleware != null) {
      middleware.forget();
    }
    inputs = 0;
    for (Connection connection : connections()) {
      world.network().cut(connection, this);
    }
    connections.clear();
  }

  void opened(Connection connection) {
    if (!isUp()) {
      world.network().cut(connection, this);
      return;
    }
    PeerId peer = connection.other(this).id;
    Connection before = connections.put(peer, connection);
    if (before != null) {
      before.cut();
    }
    trace(Trace.Kind.OPENED, connection.other(this).number, 0);
    input(() -> replica.connect(peer));
  }

  void closed(Connection connection) {
    PeerId peer = connection.other(this).id;
    if (isUp() && connections.remove(peer, connection)) {
      trace(Trace.Kind.CLOSED, connection.other(this).number, 0);
      input(() -> replica.disconnect(peer));
    }
  }

  void received(Connection connection, byte[] frame) {
    SimulatedPeer from = connection.other(this);
    if (!isUp() || connections.get(from.id) != connection) {
      return;
    }
    trace(Trace.Kind.DELIVERED, from.number, 0);
    world.figures().frames++;
    world.figures().bytes += frame.length;
    wire.incoming(frame);
    input(() -> replica.receive(from.id, frame, clock.nowMillis()));
  }

  void submit(List<Operation> operations) {
    if (isUp()) {
      trace(Trace.Kind.OPERATION, operations.size(), 0);
      input(() -> submitIfPermitted(operations));
    }
  }

  private void submitIfPermitted(List<Operation> operations) {
    try {
      replica.submit(operations, clock.nowMillis());
    } catch (AccessException e) {
      if (world.accounts() == null) {
        throw e;
      }
      world.figures().notPermitted++;
    }
  }

  /** The middleware has decided. */
  void decide(long screening, List<List<RemoteOperation>> verdicts) {
    trace(Trace.Kind.DECIDED, verdicts.size(), screening);
    input(() -> replica.decide(screening, verdicts, clock.nowMillis()));
  }

  /** Puts a frame on a connection that the replica knows nothing of. */
  void inject(Connection connection, byte[] frame) {
    connection.send(this, frame);
  }

  private void input(Runnable action) {
    guarded(() -> {
      action.run();
      inputs++;
      if (inputs >= world.options().roundInputsMax()) {
        flush();
      } else if (!isFlushScheduled) {
        isFlushScheduled = true;
        world.schedule().after(random.below(FLUSH_DELAY_MILLIS), this::flushLater);
      }
    });
  }

  private void flushLater() {
    isFlushScheduled = false;
    if (isUp() && inputs > 0) {
      guarded(this::flush);
    }
  }

  /** Whether the replica is ahead of what is stored. */
  boolean hasUnflushed() {
    return inputs > 0;
  }

  /** Flushes now, whatever has come in: after a clock was set, for instance. */
  void wake() {
    if (isUp()) {
      guarded(this::flush);
    }
  }

  private void flush() {
    inputs = 0;
    Replica.Effects effects = replica.flush(clock.nowMillis());
    watch.flushed(effects);
    trace(Trace.Kind.FLUSHED, effects.outgoing().size(), watch.stateHashStart());
    for (Sessions.Outgoing outgoing : effects.outgoing()) {
      Connection connection = connections.get(outgoing.peer());
      if (connection != null) {
        for (byte[] frame : wire.outgoing(connection, outgoing.frame())) {
          connection.send(this, frame);
        }
      }
    }
    for (PeerId peer : effects.dismissed()) {
      Connection connection = connections.remove(peer);
      if (connection != null) {
        trace(Trace.Kind.DISMISSED, connection.other(this).number, 0);
        world.network().cut(connection, this);
      }
    }
    if (middleware != null) {
      middleware.flushed();
      if (effects.screening() != null) {
        middleware.take(effects.screening());
      }
    }
    scheduleWake();
  }

  private void scheduleWake() {
    long deadlineMillis = replica.deadlineMillis();
    if (deadlineMillis == Long.MAX_VALUE) {
      return;
    }
    long atMillis = world.schedule().nowMillis() + Math.max(1, deadlineMillis - clock.nowMillis());
    if (atMillis < wakeMillis) {
      wakeMillis = atMillis;
      world.schedule().at(atMillis, () -> passDeadline(atMillis));
    }
  }

  private void passDeadline(long atMillis) {
    if (wakeMillis != atMillis) {
      return;
    }
    wakeMillis = Long.MAX_VALUE;
    if (isUp()) {
      if (clock.nowMillis() >= replica.deadlineMillis()) {
        guarded(this::flush);
      } else {
        scheduleWake();
      }
    }
  }

  /** Whatever comes out of the engine other than what the disk did to it is a broken promise. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (SimulatedDisk.Died e) {
      crash();
      world.schedule().after(random.between(10, 5_000), this::startIfDown);
    } catch (InvariantViolation e) {
      throw e;
    } catch (StoreException e) {
      if (!disk.takeRefusal(e)) {
        throw new InvariantViolation("no input makes the engine throw", "peer " + number, e);
      }
      trace(Trace.Kind.WRITE_FAILED, 0, 0);
      inputs = 0;
      if (middleware != null) {
        middleware.forget();
      }
      guarded(this::open);
    } catch (RuntimeException e) {
      throw new InvariantViolation("no input makes the engine throw", "peer " + number, e);
    }
  }

  void startIfDown() {
    if (!isUp() && world.mayRun(this)) {
      start();
    }
  }

  private void trace(Trace.Kind kind, long object, long detail) {
    world.trace().event(kind, number, object, detail);
  }
}
