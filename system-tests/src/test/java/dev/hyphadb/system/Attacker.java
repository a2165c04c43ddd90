package dev.hyphadb.system;

import dev.hyphadb.core.Operation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.jvm.network.NetworkOptions;
import dev.hyphadb.jvm.network.PeerNetwork;
import dev.hyphadb.jvm.network.Room;
import dev.hyphadb.jvm.network.RoomListener;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer in a database's room that sends whatever it likes, over real WebRTC. With a replica of its
 * own it first speaks the protocol, and keeps what it said.
 */
final class Attacker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PeerNetwork network;
  private final Room room;
  private final Set<PeerId> connected = ConcurrentHashMap.newKeySet();
  private final List<byte[]> said = new CopyOnWriteArrayList<>();

  private Attacker(URI signaling, String database, Replica replica) {
    network =
        PeerNetwork.open(
            NetworkOptions.defaults()
                .withAdvertisedAddress("127.0.0.1")
                .withSignalingUrl(signaling));
    Listener listener = new Listener(replica);
    room = network.join(database, listener);
    listener.room = room;
  }

  static Attacker silent(URI signaling, String database) {
    return new Attacker(signaling, database, null);
  }

  /** One that contributes a node before it turns. */
  static Attacker speaking(URI signaling, String database, String node, Random random) {
    Replica replica =
        Replica.open(
            new MemoryStore(),
            ReplicaOptions.DEFAULTS,
            Attacker::sha256,
            count -> {
              byte[] bytes = new byte[count];
              random.nextBytes(bytes);
              return bytes;
            });
    Operation put = new Operation.Put(node, PlainValues.fromMap(Map.of("name", node)));
    replica.submit(List.of(put), System.currentTimeMillis());
    return new Attacker(signaling, database, replica);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The frames it has sent in the protocol's name. */
  List<byte[]> said() {
    return List.copyOf(said);
  }

  List<PeerId> awaitVictims(int count) {
    Waiting.untilTrue(LIMIT, () -> connected.size() >= count, () -> "met only " + connected);
    return List.copyOf(connected);
  }

  boolean isConnected(PeerId peer) {
    return connected.contains(peer);
  }

  void awaitExpulsionBy(PeerId peer) {
    Waiting.untilTrue(LIMIT, () -> !isConnected(peer), () -> peer + " still keeps this peer");
  }

  /** Sends a frame, waiting while too much is on its way; does nothing once expelled. */
  void send(PeerId peer, byte[] frame) {
    Waiting.untilTrue(
        LIMIT, () -> room.send(peer, frame) || !isConnected(peer), () -> "cannot send to " + peer);
  }

  @Override
  public void close() {
    network.close();
  }

  /** Called by the network thread alone, which thereby owns the replica. */
  private final class Listener implements RoomListener {
    private final Replica replica;
    private volatile Room room;

    Listener(Replica replica) {
      this.replica = replica;
    }

    @Override
    public void peerJoined(PeerId peer, String kind) {
      connected.add(peer);
      if (replica != null) {
        replica.connect(peer);
        speak();
      }
    }

    @Override
    public void frame(PeerId peer, byte[] frame) {
      if (replica != null) {
        replica.receive(peer, frame, System.currentTimeMillis());
        speak();
      }
    }

    private void speak() {
      for (Sessions.Outgoing next : replica.flush(System.currentTimeMillis()).outgoing()) {
        if (room.send(next.peer(), next.frame())) {
          said.add(next.frame());
        }
      }
    }

    @Override
    public void peerLeft(PeerId peer) {
      connected.remove(peer);
    }

    @Override
    public void writable(PeerId peer) {}
  }
}
