package dev.hyphadb.jvm.database;

import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Those who follow what happens in the room for other processes. Told by the network's thread; they
 * come and go on any thread.
 */
final class PeerFollowers {
  // Guarded by this.
  private final Map<PeerId, String> present = new LinkedHashMap<>();
  private final List<Consumer<PeerEvent>> followers = new ArrayList<>();

  /**
   * Tells of those that are there, as of joining, then of what happens; the listener must return
   * soon.
   *
   * @return ends it
   */
  synchronized Runnable follow(Consumer<PeerEvent> listener) {
    present.forEach(
        (peer, kind) -> listener.accept(new PeerEvent(PeerEvent.Type.JOINED, peer, kind)));
    followers.add(listener);
    return () -> unfollow(listener);
  }

  private synchronized void unfollow(Consumer<PeerEvent> listener) {
    followers.remove(listener);
  }

  synchronized void joined(PeerId peer, String kind) {
    present.put(peer, kind);
    tell(PeerEvent.Type.JOINED, peer, kind);
  }

  synchronized void left(PeerId peer) {
    present.remove(peer);
    tell(PeerEvent.Type.LEFT, peer, null);
  }

  synchronized void seen(PeerId peer, String kind) {
    tell(PeerEvent.Type.SEEN, peer, kind);
  }

  synchronized void lost(PeerId peer) {
    tell(PeerEvent.Type.LOST, peer, null);
  }

  private void tell(PeerEvent.Type type, PeerId peer, String kind) {
    PeerEvent event = new PeerEvent(type, peer, kind);
    followers.forEach(follower -> follower.accept(event));
  }
}
