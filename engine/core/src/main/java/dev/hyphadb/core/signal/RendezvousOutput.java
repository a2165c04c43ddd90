package dev.hyphadb.core.signal;

import dev.hyphadb.core.sync.PeerId;
import java.util.List;

/** What {@link Rendezvous} wants done, in order. */
public sealed interface RendezvousOutput {
  /** Publish through {@link Signaling}. */
  record Publish(String topic, SignalMessage message) implements RendezvousOutput {}

  /** Send to one peer through {@link Signaling}. */
  record Send(String topic, PeerId to, SignalMessage message) implements RendezvousOutput {}

  /** {@link Transport#offer}. */
  record Offer(int connection, PeerId peer, List<String> labels) implements RendezvousOutput {}

  /** {@link Transport#answer}. */
  record Answer(int connection, PeerId peer, String sdp) implements RendezvousOutput {}

  /** {@link Transport#accept}. */
  record Accept(int connection, String sdp) implements RendezvousOutput {}

  /** {@link Transport#addCandidate}. */
  record AddCandidate(int connection, IceCandidate candidate) implements RendezvousOutput {}

  /** {@link Transport#openChannel}. */
  record OpenChannel(int connection, String label) implements RendezvousOutput {}

  /** {@link Transport#closeChannel}. */
  record CloseChannel(int connection, String label) implements RendezvousOutput {}

  /** {@link Transport#close(int)}. */
  record Close(int connection) implements RendezvousOutput {}

  /**
   * Tell the application: frames can go to and come from this peer on this topic, in that
   * connection.
   */
  record PeerJoined(String topic, PeerId peer, String kind, int connection)
      implements RendezvousOutput {}

  /** Tell the application: no longer. */
  record PeerLeft(String topic, PeerId peer) implements RendezvousOutput {}

  /** Tell the application: the peer announced itself, as it does every 30 s. */
  record PeerSeen(String topic, PeerId peer, String kind) implements RendezvousOutput {}

  /** Tell the application: a peer that was there is gone without having said so. */
  record PeerLost(String topic, PeerId peer) implements RendezvousOutput {}
}
