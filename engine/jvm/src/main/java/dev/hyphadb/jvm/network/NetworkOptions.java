package dev.hyphadb.jvm.network;

import dev.hyphadb.jvm.webrtc.IceServer;
import java.net.URI;
import java.util.List;

/**
 * How a {@link PeerNetwork} reaches others.
 *
 * @param relayUrls Nostr relays to meet through, may be empty
 * @param signalingUrl the coordinator to meet through, such as {@code
 *     ws://127.0.0.1:7101/v1/signaling}, or null
 * @param iceServers STUN and TURN servers, may be empty
 * @param advertisedAddress the IPv4 address that others reach this peer at, or null for what the
 *     interfaces say; see {@link dev.hyphadb.jvm.webrtc.WebRtcOptions}
 * @param kind what this peer says it is: {@code peer}, {@code superpeer}, …
 * @param announceIntervalMillis how often each room is announced
 */
public record NetworkOptions(
    List<URI> relayUrls,
    URI signalingUrl,
    List<IceServer> iceServers,
    String advertisedAddress,
    String kind,
    long announceIntervalMillis) {
  public NetworkOptions {
    relayUrls = List.copyOf(relayUrls);
    iceServers = List.copyOf(iceServers);
  }

  /** An ordinary peer that announces every 30 s, with no way to meet others yet. */
  public static NetworkOptions defaults() {
    return new NetworkOptions(List.of(), null, List.of(), null, "peer", 30_000);
  }

  /** These options with other relays. */
  public NetworkOptions withRelayUrls(List<URI> urls) {
    return new NetworkOptions(
        urls, signalingUrl, iceServers, advertisedAddress, kind, announceIntervalMillis);
  }

  /** These options with another coordinator, null for none. */
  public NetworkOptions withSignalingUrl(URI url) {
    return new NetworkOptions(
        relayUrls, url, iceServers, advertisedAddress, kind, announceIntervalMillis);
  }

  /** These options with other STUN and TURN servers. */
  public NetworkOptions withIceServers(List<IceServer> servers) {
    return new NetworkOptions(
        relayUrls, signalingUrl, servers, advertisedAddress, kind, announceIntervalMillis);
  }

  /** These options with another advertised address, null for none. */
  public NetworkOptions withAdvertisedAddress(String address) {
    return new NetworkOptions(
        relayUrls, signalingUrl, iceServers, address, kind, announceIntervalMillis);
  }

  /** These options with another kind. */
  public NetworkOptions withKind(String other) {
    return new NetworkOptions(
        relayUrls, signalingUrl, iceServers, advertisedAddress, other, announceIntervalMillis);
  }

  /** These options with another announce interval. */
  public NetworkOptions withAnnounceIntervalMillis(long millis) {
    return new NetworkOptions(relayUrls, signalingUrl, iceServers, advertisedAddress, kind, millis);
  }
}
