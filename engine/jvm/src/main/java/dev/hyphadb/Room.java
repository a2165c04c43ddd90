package dev.hyphadb;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.database.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The other peers that have the database open (SPEC.md section 5). Listeners are called on the
 * network's thread and must return soon. Any thread.
 */
public final class Room {
  private final List<BiConsumer<PeerId, String>> joinListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<PeerId>> leaveListeners = new CopyOnWriteArrayList<>();
  private Supplier<Map<PeerId, String>> peers = Map::of;

  Room() {}

  void setPeers(Supplier<Map<PeerId, String>> supplier) {
    peers = supplier;
  }

  Database.PeerEvents events() {
    return new Database.PeerEvents() {
      @Override
      public void joined(PeerId peer, String kind) {
        joinListeners.forEach(listener -> listener.accept(peer, kind));
      }

      @Override
      public void left(PeerId peer) {
        leaveListeners.forEach(listener -> listener.accept(peer));
      }
    };
  }

  /** The connected peers, and what kind each says it is. */
  public Map<PeerId, String> peers() {
    return peers.get();
  }

  /** Called with each peer that connects, and its kind. */
  public Subscription onJoin(BiConsumer<PeerId, String> listener) {
    joinListeners.add(listener);
    return () -> joinListeners.remove(listener);
  }

  /** Called with each peer that leaves or is lost. */
  public Subscription onLeave(Consumer<PeerId> listener) {
    leaveListeners.add(listener);
    return () -> leaveListeners.remove(listener);
  }
}
