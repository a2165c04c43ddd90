package dev.hyphadb.jvm.webrtc;

import java.util.List;

/**
 * A STUN or TURN server.
 *
 * @param urls such as {@code stun:stun.example:3478} or {@code
 *     turn:turn.example:3478?transport=udp}
 * @param username for TURN, otherwise null
 * @param credential for TURN, otherwise null; never logged
 */
public record IceServer(List<String> urls, String username, String credential) {
  public IceServer {
    urls = List.copyOf(urls);
  }

  @Override
  public String toString() {
    return "IceServer" + urls;
  }
}
