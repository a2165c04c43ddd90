package dev.hyphadb.jvm.network;

import dev.hyphadb.core.signal.Transport;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.webrtc.WebRtcOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The peers that share a room's name, and frames to and from them. Safe from any thread. */
public final class Room implements AutoCloseable {
  private final PeerNetwork network;
  private final Transport transport;
  private final String topic;
  private final RoomListener listener;
  private final Map<PeerId, Integer> connections = new ConcurrentHashMap<>();

  /** Peers to which a frame was refused, until they are writable. */
  private final Set<PeerId> heldBack = ConcurrentHashMap.newKeySet();

  Room(PeerNetwork network, Transport transport, String topic, RoomListener listener) {
    this.network = network;
    this.transport = transport;
    this.topic = topic;
    this.listener = listener;
  }

  /** This peer. */
  public PeerId self() {
    return network.self();
  }

  /** How connections of this peer are made. */
  public WebRtcOptions webRtcOptions() {
    return network.webRtcOptions();
  }

  /**
   * Sends a frame of 1 to 65,536 bytes at once, on the calling thread. Frames of one thread to one
   * peer arrive in order, or the connection ends. Do not change the array afterwards.
   *
   * @return false when the peer is not connected, or 1 MiB is waiting for it: then {@link
   *     RoomListener#writable} tells when to go on
   * @throws IllegalArgumentException when the frame is empty or too large
   */
  public boolean send(PeerId peer, byte[] frame) {
    if (frame.length < 1 || frame.length > Transport.FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame has 1 to "
              + Transport.FRAME_BYTES_MAX
              + " bytes, not "
              + frame.length
              + ": split it");
    }
    Integer connection = connections.get(peer);
    if (connection == null) {
      return false;
    }
    if (transport.send(connection, topic, frame)) {
      return true;
    }
    awaitWritable(peer);
    return false;
  }

  /** Asks for {@link RoomListener#writable}, once at most 256 KiB wait for the peer. */
  public void awaitWritable(PeerId peer) {
    if (heldBack.add(peer)) {
      network.watch(this);
    }
  }

  /** Bytes handed over for the peer and not yet sent; 0 when it is not connected. */
  public long bufferedBytes(PeerId peer) {
    Integer connection = connections.get(peer);
    return connection == null ? 0 : transport.bufferedBytes(connection, topic);
  }

  /** The peers that can be sent to now. */
  public List<PeerId> peers() {
    return List.copyOf(connections.keySet());
  }

  /** Ends the connection to a peer that misbehaves; it is not met again for a while. */
  public void dismiss(PeerId peer) {
    Integer connection = connections.get(peer);
    if (connection != null) {
      network.expel(connection);
    }
  }

  /** Leaves the room; its listener is not called any more, except by a call under way. */
  @Override
  public void close() {
    network.leave(this);
  }

  String topic() {
    return topic;
  }

  RoomListener listener() {
    return listener;
  }

  void joined(PeerId peer, int connection) {
    connections.put(peer, connection);
  }

  boolean isConnected(PeerId peer, int connection) {
    Integer current = connections.get(peer);
    return current != null && current == connection;
  }

  /** Whether the peer was there. */
  boolean left(PeerId peer) {
    heldBack.remove(peer);
    return connections.remove(peer) != null;
  }

  Set<PeerId> heldBack() {
    return heldBack;
  }

  void clear() {
    connections.clear();
    heldBack.clear();
  }
}
