package dev.hyphadb.jvm.webrtc;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rewrites the addresses of this peer's host candidates to the advertised address (RFC 8839,
 * section 5.1) and, when that is a loopback address, drops every candidate that would leave the
 * machine.
 */
final class CandidateFilter {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
  private static final int ADDRESS = 4;
  private static final int TYPE = 7;
  private static final String ATTRIBUTE = "a=candidate:";

  private final String advertised;
  private final boolean loopback;

  CandidateFilter(String advertisedAddress) {
    this.advertised = advertisedAddress;
    this.loopback = advertisedAddress != null && isLoopback(advertisedAddress);
  }

  static boolean isIpv4(String address) {
    return IPV4.matcher(address).matches();
  }

  private static boolean isLoopback(String address) {
    return isIpv4(address) && address.startsWith("127.") || address.equals("::1");
  }

  /** What to tell others in place of a candidate of this peer; empty for nothing. */
  Optional<String> outgoing(String candidate) {
    if (advertised == null) {
      return Optional.of(candidate);
    }
    String[] fields = candidate.split(" ");
    if (fields.length <= TYPE) {
      return Optional.empty();
    }
    if (fields[TYPE].equals("host")) {
      fields[ADDRESS] = advertised;
    }
    for (int i = TYPE + 1; i + 1 < fields.length; i++) {
      if (fields[i].equals("raddr")) {
        fields[i + 1] = advertised;
      }
    }
    return loopback && !isLoopback(fields[ADDRESS])
        ? Optional.empty()
        : Optional.of(String.join(" ", fields));
  }

  /** Whether a candidate of another peer may be used. */
  boolean accepts(String candidate) {
    if (!loopback) {
      return true;
    }
    String[] fields = candidate.split(" ");
    return fields.length > TYPE && isLoopback(fields[ADDRESS]);
  }

  /** A session description of this peer as others may see it. */
  String outgoingDescription(String sdp) {
    return advertised == null
        ? sdp
        : sdp.lines()
            .map(line ->
                line.startsWith("c=IN IP4 ") && !line.equals("c=IN IP4 0.0.0.0")
                    ? "c=IN IP4 " + advertised
                    : line)
            .flatMap(line ->
                line.startsWith(ATTRIBUTE)
                    ? outgoing(line.substring(2)).map(candidate -> "a=" + candidate).stream()
                    : Stream.of(line))
            .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  /** Another peer's session description without the candidates that may not be used. */
  String incomingDescription(String sdp) {
    return !loopback
        ? sdp
        : sdp.lines()
            .filter(line -> !line.startsWith(ATTRIBUTE) || accepts(line.substring(2)))
            .collect(Collectors.joining("\r\n", "", "\r\n"));
  }
}
