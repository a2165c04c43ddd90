package dev.hyphadb;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.DatabaseHandle;
import dev.hyphadb.jvm.database.Traffic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The other peers that have the database open (SPEC.md section 5). Listeners are called on the
 * network's thread and must return soon. Any thread.
 *
 * <p>Where several processes share a data directory, the one that has its files takes part in the
 * network for all: {@link #peers} is right in each, listeners are called in that one only.
 */
public final class Room {
  private final List<BiConsumer<PeerId, String>> joinListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<PeerId>> leaveListeners = new CopyOnWriteArrayList<>();
  private DatabaseHandle database;

  Room() {}

  void attach(DatabaseHandle opened) {
    database = opened;
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
    return database.peers();
  }

  /** How much was exchanged with peers since the database was opened. */
  public Traffic traffic() {
    return database.traffic();
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
