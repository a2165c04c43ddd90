package dev.hyphadb;

import dev.hyphadb.jvm.webrtc.IceServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How a peer stores and whom it meets. Immutable: each {@code with…} gives a changed copy.
 *
 * @param directory where databases live, each in a folder of its own; {@code null} to keep them on
 *     the heap only
 * @param networked whether to join the room of each database and synchronise with who is there
 * @param signalingUrl a coordinator to meet through, {@code ws://…}; {@code null} for none
 * @param relayUrls Nostr relays to meet through
 * @param iceServers STUN and TURN servers
 * @param advertisedAddress the IPv4 address that others reach this peer at, for peers behind 1:1
 *     NAT and for staying on {@code 127.0.0.1}; {@code null} for what the network interfaces say
 * @param kind what this peer tells others it is: {@code peer}, or {@code superpeer} for an
 *     always-on service
 * @param oplogSize how many of the newest commits a database keeps at hand for peers that were away
 * @param cacheBytesMax about how much heap the decoded nodes of one database may take
 */
public record Options(
    Path directory,
    boolean networked,
    URI signalingUrl,
    List<URI> relayUrls,
    List<IceServer> iceServers,
    String advertisedAddress,
    String kind,
    long oplogSize,
    long cacheBytesMax) {
  private static final long DEFAULT_OPLOG_SIZE = 10_000;
  private static final long DEFAULT_CACHE_BYTES = 64L << 20;

  public Options {
    relayUrls = List.copyOf(relayUrls);
    iceServers = List.copyOf(iceServers);
    if (oplogSize < 1 || cacheBytesMax < 0) {
      throw new IllegalArgumentException("oplogSize is at least 1 and cacheBytesMax not negative");
    }
  }

  /** Durable, in the user's data directory, without network. */
  public static Options local() {
    return new Options(
        defaultDirectory(),
        false,
        null,
        List.of(),
        List.of(),
        null,
        "peer",
        DEFAULT_OPLOG_SIZE,
        DEFAULT_CACHE_BYTES);
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

  public Options withDirectory(Path other) {
    return new Options(
        other,
        networked,
        signalingUrl,
        relayUrls,
        iceServers,
        advertisedAddress,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  /** Keeps databases on the heap: gone when they are closed. */
  public Options inMemory() {
    return withDirectory(null);
  }

  public Options withRtc(boolean on) {
    return new Options(
        directory,
        on,
        signalingUrl,
        relayUrls,
        iceServers,
        advertisedAddress,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  public Options withSignalingUrl(URI url) {
    return new Options(
        directory,
        networked,
        url,
        relayUrls,
        iceServers,
        advertisedAddress,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  public Options withRelayUrls(List<URI> urls) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        urls,
        iceServers,
        advertisedAddress,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  public Options withIceServers(List<IceServer> servers) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        relayUrls,
        servers,
        advertisedAddress,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  public Options withAdvertisedAddress(String address) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        relayUrls,
        iceServers,
        address,
        kind,
        oplogSize,
        cacheBytesMax);
  }

  public Options withKind(String other) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        relayUrls,
        iceServers,
        advertisedAddress,
        other,
        oplogSize,
        cacheBytesMax);
  }

  public Options withOplogSize(long entries) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        relayUrls,
        iceServers,
        advertisedAddress,
        kind,
        entries,
        cacheBytesMax);
  }

  public Options withCacheBytesMax(long bytes) {
    return new Options(
        directory,
        networked,
        signalingUrl,
        relayUrls,
        iceServers,
        advertisedAddress,
        kind,
        oplogSize,
        bytes);
  }
}
