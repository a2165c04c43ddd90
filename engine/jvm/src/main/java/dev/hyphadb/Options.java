package dev.hyphadb;

import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.sync.Scope;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.crypto.EthereumAddress;
import dev.hyphadb.jvm.database.GuardedResolver;
import dev.hyphadb.jvm.webrtc.IceServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a peer stores and whom it meets. Immutable: each {@code with…} gives a changed copy. Start
 * from {@link #local()} or {@link #rtc()}.
 */
public final class Options {
  /**
   * Public Nostr relays to meet through when the caller names no other way. Data never crosses
   * them.
   */
  private static final List<URI> BUILT_IN_RELAYS =
      List.of(
          URI.create("wss://relay.damus.io/"),
          URI.create("wss://nos.lol/"),
          URI.create("wss://relay.primal.net/"),
          URI.create("wss://nostr.mom/"));

  /** Tells a peer behind NAT its public address; used together with the public relays only. */
  private static final List<IceServer> BUILT_IN_ICE_SERVERS =
      List.of(new IceServer(List.of("stun:stun.cloudflare.com:3478"), null, null));

  private static final long DEFAULT_OPLOG_SIZE = 10_000;
  private static final long DEFAULT_CACHE_BYTES = 64L << 20;

  private Path directory = defaultDirectory();
  private boolean isNetworked;
  private URI signalingUrl;
  private List<URI> relayUrls;
  private List<IceServer> iceServers;
  private String advertisedAddress;
  private String kind = "peer";
  private String password;
  private long oplogSize = DEFAULT_OPLOG_SIZE;
  private Duration retention;
  private long cacheBytesMax = DEFAULT_CACHE_BYTES;
  private Quotas quotas = Quotas.NONE;
  private Scope scope;
  private long databaseBytesMax = Long.MAX_VALUE;

  private List<String> superAdmins = List.of();
  private Map<String, Roles.Role> customRoles = Map.of();
  private AccountKey identity;
  private Set<IndexDefinition> indexes = Set.of();
  private boolean makesIndexes = true;
  private Resolvers resolvers = Resolvers.NONE;

  private Options() {}

  private Options(Options other) {
    directory = other.directory;
    isNetworked = other.isNetworked;
    signalingUrl = other.signalingUrl;
    relayUrls = other.relayUrls;
    iceServers = other.iceServers;
    advertisedAddress = other.advertisedAddress;
    kind = other.kind;
    password = other.password;
    oplogSize = other.oplogSize;
    retention = other.retention;
    cacheBytesMax = other.cacheBytesMax;
    quotas = other.quotas;
    scope = other.scope;
    databaseBytesMax = other.databaseBytesMax;
    superAdmins = other.superAdmins;
    customRoles = other.customRoles;
    identity = other.identity;
    indexes = other.indexes;
    makesIndexes = other.makesIndexes;
    resolvers = other.resolvers;
  }

  /** Only the copy is changed, before anybody else sees it. */
  private Options with(Consumer<Options> change) {
    Options copy = new Options(this);
    change.accept(copy);
    return copy;
  }

  /** Durable, in the user's data directory, without network. */
  public static Options local() {
    return new Options();
  }

  /**
   * Like {@link #local()}, and synchronised with everybody who opens a database of the same name.
   */
  public static Options rtc() {
    return local().withRtc(true);
  }

  private static Path defaultDirectory() {
    String dataHome = System.getenv("XDG_DATA_HOME");
    Path base =
        dataHome != null && !dataHome.isBlank()
            ? Path.of(dataHome)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve("hyphadb");
  }

  /** Where databases live, each in a folder of its own; by default in the user's data directory. */
  public Options withDirectory(Path other) {
    return with(options -> options.directory = other);
  }

  /** Keeps databases on the heap: gone when they are closed. */
  public Options inMemory() {
    return with(options -> options.directory = null);
  }

  /** Whether to join the room of each database and synchronise with who is there. */
  public Options withRtc(boolean on) {
    return with(options -> options.isNetworked = on);
  }

  /**
   * A coordinator to meet through, such as {@code ws://127.0.0.1:7101/v1/signaling}; {@code null}
   * for none.
   */
  public Options withSignalingUrl(URI url) {
    return with(options -> options.signalingUrl = url);
  }

  /** Nostr relays to meet through, in place of the public ones. */
  public Options withRelayUrls(List<URI> urls) {
    return with(options -> options.relayUrls = List.copyOf(urls));
  }

  /**
   * STUN and TURN servers; by default a public STUN server with public relays, and none otherwise.
   */
  public Options withIceServers(List<IceServer> servers) {
    return with(options -> options.iceServers = List.copyOf(servers));
  }

  /**
   * The IPv4 address that others reach this peer at, for peers behind 1:1 NAT and for staying on
   * {@code 127.0.0.1}; {@code null} for what the network interfaces say.
   */
  public Options withAdvertisedAddress(String address) {
    return with(options -> options.advertisedAddress = address);
  }

  /**
   * What this peer tells others it is: {@code peer}, or {@code superpeer} for an always-on service.
   */
  public Options withKind(String other) {
    return with(options -> options.kind = other);
  }

  /**
   * Seals what crosses relays and coordinator, end to end: peers with another password, or none,
   * are not met. {@code null} for no password.
   */
  public Options withPassword(String secret) {
    return with(options -> options.password = secret);
  }

  /**
   * How many of the newest commits a database keeps at hand for peers that were away: at least 1.
   */
  public Options withOplogSize(long entries) {
    if (entries < 1) {
      throw new IllegalArgumentException("oplogSize is at least 1, not " + entries);
    }
    return with(options -> options.oplogSize = entries);
  }

  /**
   * How long a database keeps what was overwritten or removed, for peers that were away and to see
   * what happened; a sixteenth more at most, and never more than {@link #withOplogSize} allows. By
   * default as long as that. Then it is deleted in the background, and the files give the space
   * back when they are next compacted. Who was away for longer catches up all the same, by
   * comparing what both hold.
   */
  public Options withRetention(Duration age) {
    if (age.toMillis() < 1) {
      throw new IllegalArgumentException("retention is at least a millisecond, not " + age);
    }
    return with(options -> options.retention = age);
  }

  /** About how much heap the decoded nodes of one database may take. */
  public Options withCacheBytesMax(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("cacheBytesMax is not negative, not " + bytes);
    }
    return with(options -> options.cacheBytesMax = bytes);
  }

  /**
   * Which part of each database comes from other peers, such as {@code
   * Scope.parse(Map.of("queries", List.of(Map.of("type", "Task"))))}; {@code null}, the default,
   * for everything. See docs/partial-replication.md.
   */
  public Options withScope(Scope other) {
    return with(options -> options.scope = other);
  }

  /**
   * How much each database takes of what peers send; no limits by default. What this peer does
   * itself is not limited.
   */
  public Options withQuotas(Quotas other) {
    return with(options -> options.quotas = other);
  }

  /**
   * How large the files of one database may grow by what peers send: beyond that, only what removes
   * something is taken of them. Looked at every few seconds, so that it may be exceeded by what
   * comes in between.
   */
  public Options withDatabaseBytesMax(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("databaseBytesMax is at least 1, not " + bytes);
    }
    return with(options -> options.databaseBytesMax = bytes);
  }

  /**
   * Makes databases ones with roles: every write is signed, and counts only if its author's role
   * permits it. These accounts may do everything, always. All peers name the same. (SPEC.md section
   * 6; docs/security.md)
   *
   * @param addresses {@code 0x} and 40 hexadecimal digits each; none for open databases
   * @throws IllegalArgumentException when one is no address
   */
  public Options withSuperAdmins(List<String> addresses) {
    addresses.forEach(EthereumAddress::parse);
    return with(options -> options.superAdmins = List.copyOf(addresses));
  }

  /**
   * Roles beside the built-in ones, or in place of those of the same name; all peers have the same.
   *
   * @throws IllegalArgumentException when one inherits from itself or from none
   */
  public Options withCustomRoles(Map<String, Roles.Role> roles) {
    Roles.DEFAULTS.with(roles);
    return with(options -> options.customRoles = Map.copyOf(roles));
  }

  /**
   * The account that signs what this peer writes, for databases with roles; {@code null} to only
   * read. A server reads it with {@link AccountKey#read} from a file that only it can read.
   */
  public Options withIdentity(AccountKey key) {
    return with(options -> options.identity = key);
  }

  /** Makes those indexes in each database where they are not, besides those asked for before. */
  public Options withIndexes(IndexDefinition... definitions) {
    Set<IndexDefinition> all = new LinkedHashSet<>(indexes);
    all.addAll(List.of(definitions));
    return with(options -> options.indexes = Set.copyOf(all));
  }

  /**
   * Whether to make ordered indexes for fields that queries keep using: a few at most, dropped when
   * they are idle for a day. On unless said otherwise.
   */
  public Options withAutomaticIndexes(boolean on) {
    return with(options -> options.makesIndexes = on);
  }

  /**
   * Decides what a field shows that peers wrote without knowing of each other, in all nodes of the
   * databases; elsewhere the last writer wins (docs/conflicts.md). All peers give the same fields
   * the same resolvers. A database that was written with others is made to follow these when it is
   * opened, which goes through all of it once.
   *
   * @param field at the top of a node's value
   * @param resolver what {@link Resolver} demands of it; one of your own should pass {@link
   *     ResolverLaws}. Where it throws, the later write wins
   */
  public Options withResolver(String field, Resolver resolver) {
    Resolver guarded = new GuardedResolver(field, resolver);
    return with(options -> options.resolvers = options.resolvers.with(field, guarded));
  }

  /** Full-text search: the index of words behind {@code $text}. */
  public Options withIi() {
    return withIndexes(IndexDefinition.words());
  }

  /** Spatial search: the index of places behind {@code $near} and {@code $bbox}. */
  public Options withGeo() {
    return withIndexes(IndexDefinition.places());
  }

  /** Prefix search: an ordered index for each of these fields, behind {@code $startsWith}. */
  public Options withRx(String... fields) {
    Options options = this;
    for (String field : fields) {
      options = options.withIndexes(IndexDefinition.ordered(field));
    }
    return options;
  }

  /** Empty when databases are kept on the heap. */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  public boolean isNetworked() {
    return isNetworked;
  }

  public Optional<URI> signalingUrl() {
    return Optional.ofNullable(signalingUrl);
  }

  public List<URI> relayUrls() {
    return relayUrls != null ? relayUrls : meetsInPublic() ? BUILT_IN_RELAYS : List.of();
  }

  public List<IceServer> iceServers() {
    return iceServers != null ? iceServers : meetsInPublic() ? BUILT_IN_ICE_SERVERS : List.of();
  }

  private boolean meetsInPublic() {
    return isNetworked && signalingUrl == null && relayUrls == null;
  }

  public Optional<String> advertisedAddress() {
    return Optional.ofNullable(advertisedAddress);
  }

  /** Empty when signaling is not sealed. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  public String kind() {
    return kind;
  }

  public long oplogSize() {
    return oplogSize;
  }

  /** Empty when only {@link #oplogSize} limits what is kept. */
  public Optional<Duration> retention() {
    return Optional.ofNullable(retention);
  }

  public Optional<Scope> scope() {
    return Optional.ofNullable(scope);
  }

  public Quotas quotas() {
    return quotas;
  }

  public long databaseBytesMax() {
    return databaseBytesMax;
  }

  public boolean makesIndexes() {
    return makesIndexes;
  }

  public Set<IndexDefinition> indexes() {
    return indexes;
  }

  /** Empty where the last writer wins everything. */
  public Resolvers resolvers() {
    return resolvers;
  }

  public long cacheBytesMax() {
    return cacheBytesMax;
  }

  public List<String> superAdmins() {
    return superAdmins;
  }

  public Map<String, Roles.Role> customRoles() {
    return customRoles;
  }

  public Optional<AccountKey> identity() {
    return Optional.ofNullable(identity);
  }
}
