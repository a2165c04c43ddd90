package dev.hyphadb.jvm.network;

import dev.hyphadb.core.sync.PeerId;

/**
 * What happens in a room. All calls come on ONE thread, shared by every room of the network: return
 * soon, never block; an exception is logged and otherwise ignored. Calling {@link Room} from here
 * is fine.
 */
public interface RoomListener {
  /**
   * A peer can now be sent to; its kind is what it says of itself, such as {@code peer} or {@code
   * superpeer}.
   */
  void peerJoined(PeerId peer, String kind);

  /** A frame of 1 to 65,536 bytes came; the array is the listener's. */
  void frame(PeerId peer, byte[] frame);

  /** The peer left or was lost. */
  void peerLeft(PeerId peer);

  /** The peer announced itself, as it does every 30 s, connected or not. */
  default void peerSeen(PeerId peer, String kind) {}

  /** A peer that was there is gone without having said so. */
  default void peerLost(PeerId peer) {}

  /**
   * After {@link Room#send} refused because too much was waiting, or {@link Room#awaitWritable}:
   * little is waiting now.
   */
  void writable(PeerId peer);
}
