package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;

/**
 * The fixed facts of a {@link Rendezvous}.
 *
 * @param self this peer
 * @param kind what this peer says it is: 1 to 32 of lowercase letters, digits and hyphens
 * @param announceIntervalMillis how often each topic is announced
 * @param peersMax the most peers known at once
 * @param connectingMax the most attempts to connect at once
 */
public record RendezvousConfig(
    PeerId self, String kind, long announceIntervalMillis, int peersMax, int connectingMax) {
  private static final long SLACK_MILLIS = 10_000;

  public RendezvousConfig {
    if (!SignalCodec.isKind(kind)) {
      throw new IllegalArgumentException(
          "a kind of peer is 1 to 32 of a-z, 0-9 and '-', not: " + kind);
    }
    if (announceIntervalMillis < 1 || peersMax < 1 || connectingMax < 1) {
      throw new IllegalArgumentException(
          "the announce interval and the limits of a rendezvous are at least 1");
    }
  }

  /** The usual interval of 30 s, 512 peers, 32 attempts at once. */
  public static RendezvousConfig of(PeerId self, String kind) {
    return new RendezvousConfig(self, kind, 30_000, 512, 32);
  }

  /** How long a peer without a connection may be silent before it is forgotten. */
  long forgetMillis() {
    return 3 * announceIntervalMillis + SLACK_MILLIS;
  }
}
