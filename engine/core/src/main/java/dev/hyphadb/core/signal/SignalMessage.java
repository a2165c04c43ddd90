package dev.hyphadb.core.signal;

import java.util.List;

/** What two peers say through {@link Signaling}; bytes by {@link SignalCodec}. */
public sealed interface SignalMessage {
  /**
   * Published: I am on this topic. The kind says what I am, such as {@code peer} or {@code
   * superpeer}.
   */
  record Announce(String kind) implements SignalMessage {}

  /**
   * To the peer with the smaller id: I am on this topic, offer me a connection; session {@code
   * lost} is dead.
   */
  record Call(String kind, int lost) implements SignalMessage {}

  /**
   * To the peer with the greater id: a connection, numbered by the offering peer upwards from 1.
   */
  record Offer(int session, String kind, String sdp) implements SignalMessage {}

  /** Takes the offer of that session. */
  record Answer(int session, String sdp) implements SignalMessage {}

  /** Ways to reach me in that session. */
  record Candidates(int session, List<IceCandidate> candidates) implements SignalMessage {
    public Candidates {
      candidates = List.copyOf(candidates);
    }
  }

  /** Published: I leave this topic. */
  record Bye() implements SignalMessage {}
}
