package dev.hyphadb.jvm.database;

import dev.hyphadb.core.Replica;
import dev.hyphadb.core.channel.ChannelFrame;
import dev.hyphadb.core.sync.Inbound;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.jvm.network.PeerNetwork;
import dev.hyphadb.jvm.network.Room;
import dev.hyphadb.jvm.network.RoomListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries frames between the replica and the peers in the database's room. Called by the network
 * thread for what arrives and by the replica's owner for what leaves.
 */
final class PeerLinks implements RoomListener, AutoCloseable {
  private final ReplicaInputs inputs;
  private final Supplier<Inbound> inbound;
  private final Database.PeerEvents events;
  private final PeerFollowers followers;
  private final LongSupplier clockMillis;
  private final Map<PeerId, Link> links = new ConcurrentHashMap<>();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private volatile Room room;

  /** Where inputs for the replica are queued. */
  interface ReplicaInputs {
    /** The action runs on another thread. */
    void post(Consumer<Replica> action);

    /** The action runs on this thread, with what else is queued, unless another is at it. */
    void postHere(Consumer<Replica> action);
  }

  /** Frames that the transport would not take yet. Its monitor keeps frames in order. */
  private static final class Link {
    final String kind;
    final InboundQueue arriving;
    final Deque<byte[]> heldBack = new ArrayDeque<>();

    Link(String kind, InboundQueue arriving) {
      this.kind = kind;
      this.arriving = arriving;
    }
  }

  /**
   * @param inbound makes what a connection's frames go through
   */
  PeerLinks(
      ReplicaInputs inputs,
      Supplier<Inbound> inbound,
      LongSupplier clockMillis,
      Database.PeerEvents events,
      PeerFollowers followers) {
    this.inputs = inputs;
    this.inbound = inbound;
    this.clockMillis = clockMillis;
    this.events = events;
    this.followers = followers;
  }

  void join(PeerNetwork network, String roomName, String password) {
    room = network.join(roomName, password, this);
    events.entered(room, this::leave);
  }

  private void leave() {
    room.close();
    links.keySet().forEach(this::peerLeft);
  }

  /** The connected peers and their kinds. */
  Map<PeerId, String> peers() {
    Map<PeerId, String> kinds = new ConcurrentHashMap<>();
    links.forEach((peer, link) -> kinds.put(peer, link.kind));
    return kinds;
  }

  @Override
  public void peerJoined(PeerId peer, String kind) {
    InboundQueue arriving =
        new InboundQueue(
            inbound.get(),
            (received, isLast) -> {
              Consumer<Replica> input =
                  replica -> replica.receive(peer, received, clockMillis.getAsLong());
              if (isLast) {
                inputs.postHere(input);
              } else {
                inputs.post(input);
              }
            });
    close(links.put(peer, new Link(kind, arriving)));
    inputs.post(replica -> replica.connect(peer, arriving.inbound()));
    events.joined(peer, kind);
    followers.joined(peer, kind);
  }

  @Override
  public void frame(PeerId peer, byte[] frame) {
    bytesReceived.add(frame.length);
    if (ChannelFrame.isOne(frame)) {
      events.channelFrame(peer, frame);
      return;
    }
    Link link = links.get(peer);
    if (link != null) {
      link.arriving.add(frame);
    }
  }

  @Override
  public void peerSeen(PeerId peer, String kind) {
    events.seen(peer, kind);
    followers.seen(peer, kind);
  }

  @Override
  public void peerLost(PeerId peer) {
    events.lost(peer);
    followers.lost(peer);
  }

  private static void close(Link link) {
    if (link != null) {
      link.arriving.close();
    }
  }

  @Override
  public void peerLeft(PeerId peer) {
    close(links.remove(peer));
    inputs.post(replica -> replica.disconnect(peer));
    events.left(peer);
    followers.left(peer);
  }

  @Override
  public void writable(PeerId peer) {
    Link link = links.get(peer);
    if (link != null) {
      synchronized (link) {
        sendHeldBack(peer, link);
      }
    }
    events.writable(peer);
  }

  void send(List<Sessions.Outgoing> outgoing) {
    for (Sessions.Outgoing next : outgoing) {
      Link link = links.get(next.peer());
      if (link != null) {
        synchronized (link) {
          link.heldBack.add(next.frame());
          sendHeldBack(next.peer(), link);
        }
      }
    }
  }

  private void sendHeldBack(PeerId peer, Link link) {
    while (!link.heldBack.isEmpty() && room != null && room.send(peer, link.heldBack.peek())) {
      bytesSent.add(link.heldBack.remove().length);
    }
  }

  Traffic traffic() {
    return new Traffic(bytesSent.sum(), bytesReceived.sum());
  }

  /** Ends the connection to a peer that keeps sending what has to be rejected. */
  void dismiss(PeerId peer) {
    close(links.remove(peer));
    Room joined = room;
    if (joined != null) {
      joined.dismiss(peer);
    }
  }

  /** A replaced replica has to start over with everybody. */
  void reconnectAll(Replica replica) {
    links.forEach((peer, link) -> replica.connect(peer, link.arriving.inbound()));
  }

  @Override
  public void close() {
    Room joined = room;
    if (joined != null) {
      joined.close();
    }
    links.values().forEach(PeerLinks::close);
    links.clear();
  }
}
