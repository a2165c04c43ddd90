package dev.hyphadb.node;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Peer;
import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.webrtc.IceServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The databases that this node has open: those it finds on disk, those it is asked for, and those
 * that other nodes of its network serve. Any thread.
 */
@ApplicationScoped
class Databases {
  /** Names that begin so are the node's own. */
  static final String RESERVED_PREFIX = "hypha.";

  static final String KIND = "superpeer";

  private static final Logger LOG = Logger.getLogger(Databases.class);

  private final NodeConfig config;
  private final NodeMetrics metrics;
  private final Map<String, ServedDatabase> open = new ConcurrentSkipListMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Object opening = new Object();
  private volatile Peer peer;
  private volatile Map<String, Scope> scopes = Map.of();
  private volatile Directory directory = Directory.NONE;
  private volatile boolean isClosing;

  Databases(NodeConfig config, NodeMetrics metrics) {
    this.metrics = metrics;
    this.config = config;
  }

  void onStart(@Observes @Priority(1) StartupEvent event) {
    Options options = options();
    scopes = config.scopes().map(ConfiguredScopes::parse).orElse(Map.of());
    if (!scopes.isEmpty() && !options.superAdmins().isEmpty()) {
      throw new IllegalArgumentException(
          "hypha.node.scopes and hypha.node.super-admins exclude each other: a database with roles"
              + " is held as a whole");
    }
    peer = Peer.start(options);
    for (String name : namesOnDisk()) {
      try {
        open(name);
      } catch (StoreException | ProblemException e) {
        LOG.errorf("Database %s was not opened: %s", name, e.getMessage());
      }
    }
    if (options.isNetworked()) {
      directory = Directory.join(peer, config.network(), this::openForNetwork);
      open.values().forEach(this::registerIfFilled);
    }
    LOG.infof(
        "%d databases opened in %s, %s",
        open.size(),
        config.dataDirectory(),
        options.isNetworked() ? "networked" : "without network");
  }

  void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    isClosing = true;
    Peer started = peer;
    if (started != null) {
      directory.close();
      started.close();
    }
  }

  private Options options() {
    boolean isNetworked =
        config.signalingUrl().isPresent() || !config.relayUrls().orElse(List.of()).isEmpty();
    return stored(Options.local())
        .withDirectory(config.dataDirectory())
        .withRtc(isNetworked)
        .withKind(KIND)
        .withSignalingUrl(config.signalingUrl().orElse(null))
        .withRelayUrls(config.relayUrls().orElse(List.of()))
        .withIceServers(config.iceServers().orElse(List.of()).stream().map(Databases::ice).toList())
        .withAdvertisedAddress(config.advertisedAddress().orElse(null))
        .withOplogSize(config.oplogSize())
        .withCacheBytesMax(config.cacheBytesMax())
        .withQuotas(
            new Quotas(
                limit(config.quota().nodesMax()),
                limit(config.quota().senderCommitsPerHour()),
                limit(config.quota().senderBytesPerHour()),
                limit(config.quota().peerCommitsPerMinute())))
        .withDatabaseBytesMax(limit(config.quota().bytesMax()))
        .withSuperAdmins(config.superAdmins().orElse(List.of()))
        .withIdentity(
            config
                .accountKeyFile()
                .map(AccountKey::read)
                .or(() -> config.accountKey().map(AccountKey::parse))
                .orElse(null));
  }

  private Options stored(Options options) {
    return ConfiguredResolvers.add(
        config.resolvers().orElse(List.of()),
        config.retention().map(options::withRetention).orElse(options));
  }

  private static long limit(long configured) {
    return configured == 0 ? Long.MAX_VALUE : configured;
  }

  private static IceServer ice(NodeConfig.Ice server) {
    return new IceServer(
        server.urls(), server.username().orElse(null), server.credential().orElse(null));
  }

  private List<String> namesOnDisk() {
    Path directoryOnDisk = config.dataDirectory();
    if (!Files.isDirectory(directoryOnDisk)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directoryOnDisk)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Peer.isValidName(name) && !name.startsWith(RESERVED_PREFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreException(
          "Cannot read the data directory " + directoryOnDisk + ": check its permissions", e);
    }
  }

  /** This session's id on the network; empty without one. */
  Optional<String> peerId() {
    return peer.id().map(id -> id.hex());
  }

  /** What this node's network dropped of what came from outside, by reason. */
  Map<String, Long> networkRejections() {
    return peer.rejections();
  }

  /**
   * The database, opened when it is not yet; other nodes do not hear of it.
   *
   * @throws ProblemException when the name is not allowed or there are too many
   * @throws StoreException when its files cannot be used
   */
  ServedDatabase open(String name) {
    ServedDatabase known = open.get(name);
    if (known != null) {
      return known;
    }
    requireName(name);
    synchronized (opening) {
      known = open.get(name);
      return known != null ? known : openNew(name);
    }
  }

  private ServedDatabase openNew(String name) {
    if (isClosing) {
      throw new ProblemException(Status.SERVICE_UNAVAILABLE, "closing", "The node is stopping");
    }
    if (open.size() >= config.databasesMax()) {
      throw new ProblemException(
          Status.SERVICE_UNAVAILABLE,
          "too-many-databases",
          "The node has %d databases open, as many as it may (hypha.node.databases-max)"
              .formatted(open.size()));
    }
    try {
      Hypha hypha = peer.open(name, scopes.get(name));
      hypha.room().onSync(metrics::synced);
      ServedDatabase served =
          peer.id().isPresent()
              ? ServedDatabase.networked(hypha, config.firstReadWait())
              : ServedDatabase.alone(hypha);
      open.put(name, served);
      failures.remove(name);
      return served;
    } catch (StoreException e) {
      failures.put(name, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static void requireName(String name) {
    if (!Peer.isValidName(name)) {
      throw ProblemException.badRequest(
          "bad-database-name",
          "db",
          "A database name has 1 to 64 letters, digits, dots, dashes and underscores, no dot in"
              + " front");
    }
    if (name.startsWith(RESERVED_PREFIX)) {
      throw ProblemException.badRequest(
          "reserved-database-name", "db", "Names that begin with hypha. are the node's own");
    }
  }

  /** The database for writing: the nodes of the network hear of it and open it too. */
  ServedDatabase openForWriting(String name) {
    ServedDatabase database = open(name);
    directory.register(name);
    return database;
  }

  /** The database for reading: made known to others only once there is something in it. */
  ServedDatabase openForReading(String name) {
    ServedDatabase database = open(name);
    if (!directory.isRegistered(name)) {
      database.awaitSettled();
      registerIfFilled(database);
    }
    return database;
  }

  private void registerIfFilled(ServedDatabase database) {
    if (database.status().liveCommits() > 0) {
      directory.register(database.name());
    }
  }

  private void openForNetwork(String name) {
    try {
      open(name);
    } catch (ProblemException | StoreException | IllegalStateException e) {
      LOG.warnf("Database %s, which another node serves, was not opened: %s", name, e.getMessage());
    }
  }

  /** All that are open, by name. */
  List<ServedDatabase> all() {
    return new ArrayList<>(open.values());
  }

  boolean isClosing() {
    return isClosing;
  }

  /** Names of databases whose storage failed, and why. */
  Map<String, String> failures() {
    Map<String, String> all = new ConcurrentSkipListMap<>(failures);
    open.values().forEach(served -> served.failure().ifPresent(why -> all.put(served.name(), why)));
    return all;
  }
}
