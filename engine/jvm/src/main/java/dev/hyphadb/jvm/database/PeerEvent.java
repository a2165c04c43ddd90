package dev.hyphadb.jvm.database;

import dev.hyphadb.core.query.Backlog;
import dev.hyphadb.core.sync.PeerId;

/**
 * Something about a peer of the database's room.
 *
 * @param kind what the peer says it is; {@code null} where it left or was lost
 */
public record PeerEvent(Type type, PeerId peer, String kind) {
  /** As the listeners of {@code dev.hyphadb.Room} are named. */
  public enum Type {
    JOINED,
    LEFT,
    SEEN,
    LOST
  }

  /** For a slow listener: of each peer, whether it is connected, and the latest sign of it. */
  public static Backlog<PeerEvent> backlog() {
    return new Backlog<>(PeerEvent::subject, PeerEvent::merge, Backlog.ENTRIES_MAX);
  }

  private boolean isAboutConnection() {
    return type == Type.JOINED || type == Type.LEFT;
  }

  private String subject() {
    return (isAboutConnection() ? "" : "~") + peer.hex();
  }

  private static PeerEvent merge(PeerEvent earlier, PeerEvent later) {
    boolean cameAndWent = earlier.type == Type.JOINED && later.type == Type.LEFT;
    return cameAndWent ? null : later;
  }
}
