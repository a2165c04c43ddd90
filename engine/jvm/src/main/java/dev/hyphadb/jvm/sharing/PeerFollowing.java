package dev.hyphadb.jvm.sharing;

import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.database.Delivery;
import dev.hyphadb.jvm.database.PeerEvent;
import dev.hyphadb.jvm.sharing.Wire.Verb;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What happens in the room, for a process that is a guest there through the owner. When the owner
 * goes, so do its connections: all its peers have left, and join the next owner. An owner hears of
 * its peers directly and is told nothing here but that the peers of the one before have left.
 */
final class PeerFollowing extends Following<PeerEvent> {
  private final Delivery<PeerEvent> delivery;

  // Guarded by this.
  private final Set<PeerId> present = new LinkedHashSet<>();

  PeerFollowing(SharedDatabase database, Consumer<PeerEvent> listener) {
    super(database);
    this.delivery = new Delivery<>(PeerEvent.backlog(), listener);
  }

  @Override
  Runnable start(SharedDatabase database, Consumer<PeerEvent> listener) {
    synchronized (this) {
      List<PeerEvent> gone =
          present.stream().map(peer -> new PeerEvent(PeerEvent.Type.LEFT, peer, null)).toList();
      present.clear();
      delivery.offerAll(gone);
    }
    return database.start(
        local -> () -> {},
        Verb.FOLLOW_PEERS,
        Value.NULL,
        told -> listener.accept(Wire.peerEvent(told)));
  }

  @Override
  synchronized void take(PeerEvent event) {
    switch (event.type()) {
      case JOINED -> present.add(event.peer());
      case LEFT -> present.remove(event.peer());
      case SEEN, LOST -> {}
    }
    delivery.offerAll(List.of(event));
  }

  @Override
  void end() {
    delivery.close();
    super.end();
  }
}
