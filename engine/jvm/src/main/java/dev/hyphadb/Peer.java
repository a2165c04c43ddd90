package dev.hyphadb;

import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.SignatureVerifier;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.sync.LogAge;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.jvm.crypto.EcdsaVerifier;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.DatabaseHandle;
import dev.hyphadb.jvm.network.NetworkOptions;
import dev.hyphadb.jvm.network.PeerNetwork;
import dev.hyphadb.jvm.sharing.SharedDatabase;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A running participant with any number of databases: one presence on the network, and one
 * connection to each other peer, for all of them. {@link Hypha#open} is enough where there is one
 * database. Any thread.
 */
public final class Peer implements AutoCloseable {
  /** Names are folder names on every file system, and part of URLs. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Loaded where there are databases with roles. */
  private static final class Accounts {
    /** Remembers the keys of accounts, which are the same in all databases. */
    static final SignatureVerifier VERIFIER = new EcdsaVerifier();
  }

  private final Options options;
  private final PeerNetwork network;
  private final List<Hypha> databases = new ArrayList<>();
  private boolean isClosed;

  private Peer(Options options, PeerNetwork network) {
    this.options = options;
    this.network = network;
  }

  /**
   * Starts a peer. Never waits for the network.
   *
   * @throws IllegalArgumentException when it has an identity but no super admins
   * @throws IllegalStateException when WebRTC was asked for and its native libraries cannot be
   *     loaded; the message says what to install
   */
  public static Peer start(Options options) {
    if (options.identity().isPresent() && options.superAdmins().isEmpty()) {
      throw new IllegalArgumentException(
          "An identity signs for databases with roles: name their super admins too");
    }
    PeerNetwork network = options.isNetworked() ? PeerNetwork.open(networkOptions(options)) : null;
    return new Peer(options, network);
  }

  private static NetworkOptions networkOptions(Options options) {
    return NetworkOptions.defaults()
        .withSignalingUrl(options.signalingUrl().orElse(null))
        .withRelayUrls(options.relayUrls())
        .withIceServers(options.iceServers())
        .withAdvertisedAddress(options.advertisedAddress().orElse(null))
        .withKind(options.kind());
  }

  /**
   * Whether a database may have this name: 1 to 64 letters, digits, dots, dashes and underscores,
   * no dot in front.
   */
  public static boolean isValidName(String name) {
    return NAME.matcher(name).matches();
  }

  /** This session's id on the network; empty without one. */
  public Optional<PeerId> id() {
    return network == null ? Optional.empty() : Optional.of(network.self());
  }

  /** What the network dropped of what came from outside, by reason; empty without one. */
  public Map<String, Long> rejections() {
    if (network == null) {
      return Map.of();
    }
    Map<String, Long> all = new HashMap<>(network.rejections());
    for (Hypha database : databases()) {
      database.room().rejections().forEach((reason, count) -> all.merge(reason, count, Long::sum));
    }
    return all;
  }

  /**
   * Opens a database, creating it where it does not exist.
   *
   * @throws IllegalArgumentException when the name is not {@linkplain #isValidName valid}
   * @throws dev.hyphadb.core.store.StoreException when its files cannot be used; the message says
   *     why
   */
  public Hypha open(String name) {
    return open(name, options.scope().orElse(null));
  }

  /**
   * Like {@link #open(String)}, whatever {@link Options#withScope} says for other databases.
   *
   * @param scope which part of this one comes from other peers; {@code null} for everything
   * @throws IllegalArgumentException also when a part is asked of a database with roles
   */
  public synchronized Hypha open(String name, Scope scope) {
    if (!isValidName(name)) {
      throw new IllegalArgumentException(
          "A database name has 1 to 64 letters, digits, dots, dashes and underscores: " + name);
    }
    if (isClosed) {
      throw new IllegalStateException("The peer is closed");
    }
    Room room = new Room();
    Hypha database = Hypha.in(name, openShared(name, scope, room), room, this);
    databases.add(database);
    return database;
  }

  /** Others may have the same directory open: one has its files, see {@link SharedDatabase}. */
  private DatabaseHandle openShared(String name, Scope scope, Room room) {
    if (options.directory().isEmpty()) {
      return openOwn(name, new MemoryStore(), scope, room, () -> false);
    }
    Path directory = options.directory().get().resolve(name);
    SharedDatabase shared =
        SharedDatabase.open(
            directory,
            () ->
                openOwn(
                    name,
                    Storage.open(directory, StorageOptions.defaults()),
                    scope,
                    room,
                    () -> Storage.sizeBytes(directory) > options.databaseBytesMax()));
    shared.followPeers(room::tell);
    return shared;
  }

  private Database openOwn(
      String name, Store store, Scope scope, Room room, BooleanSupplier isFull) {
    Database database =
        new Database(
            name, store, replicaOptions(), security(name), options.cacheBytesMax(), room.events());
    database.limit(options.quotas(), isFull);
    if (scope != null) {
      database.scope(scope);
    }
    options.indexes().forEach(database::createIndex);
    if (options.makesIndexes()) {
      database.adviseIndexes();
    }
    if (network != null) {
      database.join(network, name, options.password().orElse(null));
    }
    return database;
  }

  private ReplicaOptions replicaOptions() {
    return new ReplicaOptions(
        options.oplogSize(),
        options.retention().map(Duration::toMillis).orElse(LogAge.UNLIMITED),
        ReplicaOptions.DEFAULTS.clockDriftMillisMax(),
        options.resolvers());
  }

  /** {@code null} for open databases. */
  private Security security(String name) {
    if (options.superAdmins().isEmpty()) {
      return null;
    }
    AccessPolicy policy =
        new AccessPolicy(
            options.superAdmins().stream().map(Address::of).collect(Collectors.toSet()),
            Roles.DEFAULTS.with(options.customRoles()));
    return new Security(name, policy, Accounts.VERIFIER, options.identity().orElse(null));
  }

  private synchronized List<Hypha> databases() {
    return List.copyOf(databases);
  }

  synchronized void closed(Hypha database) {
    databases.remove(database);
  }

  /** Closes all databases and leaves the network. Idempotent. */
  @Override
  public void close() {
    List<Hypha> open;
    synchronized (this) {
      isClosed = true;
      open = List.copyOf(databases);
    }
    open.forEach(Hypha::close);
    if (network != null) {
      network.close();
    }
  }
}
