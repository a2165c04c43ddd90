package dev.hyphadb.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the node, under {@code hypha.node} ({@code HYPHA_NODE_…} in the environment). */
@ConfigMapping(prefix = "hypha.node")
interface NodeConfig {
  /** Where databases live, each in a folder of its own. */
  @WithDefault(".hypha/node")
  Path dataDirectory();

  /**
   * The coordinator to meet other peers through, {@code ws://…}. Without it and without relays the
   * node works alone.
   */
  Optional<URI> signalingUrl();

  /** Nostr relays to meet other peers through. */
  Optional<List<URI>> relayUrls();

  /** STUN and TURN servers. */
  Optional<List<Ice>> iceServers();

  /**
   * The IPv4 address that other peers reach this one at, for 1:1 NAT and for staying on {@code
   * 127.0.0.1}.
   */
  Optional<String> advertisedAddress();

  /**
   * Nodes of one network tell each other, under this name, which databases they serve. Choose a
   * name of your own where strangers use the same relays.
   */
  @WithDefault("default")
  String network();

  /**
   * Host names, besides {@code localhost}, that requests may be addressed to; {@code *} for any.
   */
  Optional<List<String>> allowedHosts();

  /** Origins of web pages that may use the API, such as {@code https://console.example}. */
  Optional<List<String>> allowedOrigins();

  /**
   * Addresses of accounts that may do everything. With them every database of this node has roles,
   * like those of all its peers; see docs/security.md.
   */
  Optional<List<String>> superAdmins();

  /**
   * A file with the key of this node's own account, which signs what clients write through it, and
   * nothing else: 64 hexadecimal digits. Without a key it serves and reads only.
   */
  Optional<Path> accountKeyFile();

  /** The key itself, where no file can be had; never logged. */
  Optional<String> accountKey();

  /**
   * What decides when peers wrote a field without knowing of each other, such as {@code
   * score=greatest}: {@code greatest}, {@code least}, {@code union}, {@code each(…)} of one of
   * them, or {@code last}. The same at all peers; see docs/conflicts.md.
   */
  Optional<List<String>> resolvers();

  /**
   * Databases that this node holds in part, as JSON: {@code {"tasks": {"queries": [{"project":
   * "apollo"}], "depth": 1}}}. Others it holds as a whole; not together with super admins. See
   * docs/partial-replication.md.
   */
  Optional<String> scopes();

  /** Newest commits that a database keeps at hand for peers that were away. */
  @WithDefault("10000")
  long oplogSize();

  /** How long a database keeps what was overwritten or removed; see {@code withRetention}. */
  Optional<Duration> retention();

  /** About how much heap the decoded nodes of one database may take. */
  @WithDefault("67108864")
  long cacheBytesMax();

  @WithDefault("100")
  int databasesMax();

  /** Size of a request body, batches excepted. */
  @WithDefault("1048576")
  int bodyBytesMax();

  @WithDefault("8388608")
  int batchBytesMax();

  /** Operations of one batch. */
  @WithDefault("10000")
  int batchOperationsMax();

  /**
   * How long the first reader of a database waits for the peers that may have what it looks for.
   */
  @WithDefault("1500ms")
  Duration firstReadWait();

  /** The longest time a client may wait for {@code synced}. */
  @WithDefault("60s")
  Duration syncedWaitMax();

  LiveConfig live();

  QuotaConfig quota();

  /**
   * How much each database takes of what peers send; 0 for no limit. What applications do over this
   * service's API is not limited by these.
   */
  interface QuotaConfig {
    /** A commit that makes a new node beyond so many is refused. */
    @WithDefault("0")
    long nodesMax();

    /** When the files are larger, only what removes something is taken. */
    @WithDefault("0")
    long bytesMax();

    /** Of one author; of one peer, in a database without accounts. */
    @WithDefault("0")
    long senderCommitsPerHour();

    @WithDefault("0")
    long senderBytesPerHour();

    /** A peer that sends faster has to wait; nothing is refused. */
    @WithDefault("0")
    long peerCommitsPerMinute();
  }

  /** A STUN or TURN server. */
  interface Ice {
    List<String> urls();

    Optional<String> username();

    /** Never logged. */
    Optional<String> credential();
  }

  /** Bounds of the live WebSocket. */
  interface LiveConfig {
    @WithDefault("1000")
    int connectionsMax();

    @WithDefault("64")
    int subscriptionsPerConnectionMax();

    /**
     * Events waiting for one slow connection, beyond which its subscriptions gather what is new and
     * tell the outcome only.
     */
    @WithDefault("10000")
    int eventsWaitingMax();

    /** Bytes handed to one connection's socket and not yet taken by the network. */
    @WithName("in-flight-bytes-max")
    @WithDefault("262144")
    int inFlightBytesMax();

    /** Faulty messages forgiven before the connection is closed. */
    @WithDefault("30")
    int rejectionsMax();
  }
}
