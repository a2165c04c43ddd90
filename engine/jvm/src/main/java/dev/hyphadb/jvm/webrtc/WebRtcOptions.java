package dev.hyphadb.jvm.webrtc;

import java.util.List;

/**
 * How connections are made.
 *
 * @param iceServers STUN and TURN servers, may be empty
 * @param advertisedAddress the IPv4 address that others reach this peer at, in place of what the
 *     network interfaces say: for a server behind one-to-one NAT, in a container, or on the
 *     loopback address. Null for the interfaces' own. With a loopback address every candidate
 *     elsewhere, own or remote, is dropped.
 */
public record WebRtcOptions(List<IceServer> iceServers, String advertisedAddress) {
  public WebRtcOptions {
    iceServers = List.copyOf(iceServers);
    if (advertisedAddress != null && !CandidateFilter.isIpv4(advertisedAddress)) {
      throw new IllegalArgumentException(
          "the advertised address must be an IPv4 address such as 203.0.113.7, not: "
              + advertisedAddress);
    }
  }
}
