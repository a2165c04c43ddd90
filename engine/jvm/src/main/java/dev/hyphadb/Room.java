package dev.hyphadb;

import dev.hyphadb.core.ReplicaFork;
import dev.hyphadb.core.channel.ChannelFrame;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.SyncReport;
import dev.hyphadb.jvm.channel.PeerChannels;
import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.DatabaseHandle;
import dev.hyphadb.jvm.database.PeerEvent;
import dev.hyphadb.jvm.database.Traffic;
import dev.hyphadb.jvm.webrtc.VideoSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The other peers that have the database open (SPEC.md section 5). Listeners are called on the
 * network's thread and must return soon. Any thread.
 *
 * <p>Where several processes share a data directory, the one that has its files takes part in the
 * network for all: {@link #peers} is right and listeners are called in each, with those who are
 * there already as with those who join later; channels work in that one only.
 */
public final class Room {
  /** Carries media's own messages; its name is no application's (docs/protocol/media.md). */
  private static final String MEDIA_CHANNEL = "\0media";

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);

  private final List<BiConsumer<PeerId, String>> joinListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<PeerId>> leaveListeners = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<PeerId, String>> seenListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<PeerId>> lostListeners = new CopyOnWriteArrayList<>();
  private final PeerChannels peerChannels = new PeerChannels();
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final List<Consumer<SyncReport>> syncListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<ReplicaFork>> forkListeners = new CopyOnWriteArrayList<>();
  private DatabaseHandle database;
  private volatile Runnable leave = () -> {};
  private volatile dev.hyphadb.jvm.network.Room entered;
  private volatile VideoSender video;

  Room() {}

  void attach(DatabaseHandle opened) {
    database = opened;
  }

  Database.PeerEvents events() {
    return new Events();
  }

  /** What was dropped of what peers sent on channels, by reason. */
  Map<String, Long> rejections() {
    return peerChannels.rejections();
  }

  /** The connected peers, and what kind each says it is. */
  public Map<PeerId, String> peers() {
    return database.peers();
  }

  /** How much was exchanged with peers since the database was opened. */
  public Traffic traffic() {
    return database.traffic();
  }

  /**
   * The channel of that name.
   *
   * @throws IllegalArgumentException when the name has not 1 to 12 bytes in UTF-8
   */
  public Channel channel(String name) {
    if (ChannelFrame.requireName(name).equals(MEDIA_CHANNEL)) {
      throw new IllegalArgumentException("this name is the engine's own");
    }
    return channels.computeIfAbsent(name, unused -> new Channel(name, peerChannels));
  }

  /**
   * Sends pictures to everybody who is in the room, now or later, until it is closed; one at a
   * time.
   *
   * @param meta what peers are told about them; may be empty
   * @throws IllegalStateException when this process takes no part in the room, or sends pictures
   *     already
   */
  public synchronized Video sendVideo(Map<String, ?> meta) {
    dev.hyphadb.jvm.network.Room room = entered;
    if (room == null || video != null) {
      throw new IllegalStateException(
          room == null
              ? "This process takes no part in the room: open the database with rtc"
              : "Pictures are being sent already: close those first");
    }
    Channel channel = channels.computeIfAbsent(MEDIA_CHANNEL, this::mediaChannel);
    VideoSender sender =
        new VideoSender(
            room.webRtcOptions(),
            room.self(),
            meta.isEmpty() ? null : Map.copyOf(meta),
            (peer, message) -> channel.send(message, Sending.to(peer)));
    video = sender;
    peers().keySet().forEach(sender::joined);
    return new Video(sender, () -> video = null);
  }

  private Channel mediaChannel(String name) {
    Channel channel = new Channel(name, peerChannels);
    channel.onMessage(message -> {
      VideoSender sender = video;
      if (sender != null && message.data() instanceof Map<?, ?> said) {
        sender.take(message.peer(), said);
      }
    });
    return channel;
  }

  void endVideo() {
    toVideo(VideoSender::close);
    video = null;
  }

  private void toVideo(Consumer<VideoSender> event) {
    VideoSender sender = video;
    if (sender != null) {
      event.accept(sender);
    }
  }

  /**
   * How long it takes to the peer and back, within the connection.
   *
   * @return fails when the peer is not connected, leaves, or does not answer within 10 s
   */
  public CompletableFuture<Duration> ping(PeerId peer) {
    return peerChannels.ping(peer, PING_TIMEOUT);
  }

  /** Leaves the room: no more peers, no more synchronisation. The database stays open. */
  public void leave() {
    endVideo();
    entered = null;
    peerChannels.exited();
    leave.run();
  }

  /** Called with each peer that connects, and its kind. */
  public Subscription onJoin(BiConsumer<PeerId, String> listener) {
    return add(joinListeners, listener);
  }

  /**
   * Called whenever this peer and another came to hold the same, on connecting and after they
   * differed: what was moved in both directions, and how. Writes that arrive while both are in step
   * are no news. Called on the database's own thread.
   */
  public Subscription onSync(Consumer<SyncReport> listener) {
    return add(syncListeners, listener);
  }

  /**
   * Called when another peer turns out to write as this very replica, on a copy of its store, or
   * when this peer's store was set back to an older state: it goes on under another id. Nothing is
   * lost, but the copy is better not made. Called on the database's own thread.
   */
  public Subscription onFork(Consumer<ReplicaFork> listener) {
    return add(forkListeners, listener);
  }

  /** Called with each peer that leaves or is lost. */
  public Subscription onLeave(Consumer<PeerId> listener) {
    return add(leaveListeners, listener);
  }

  /** Called with each sign of presence of a peer, connected or not, about every 30 s. */
  public Subscription onSeen(BiConsumer<PeerId, String> listener) {
    return add(seenListeners, listener);
  }

  /** Called with each peer that is gone without having said so. */
  public Subscription onLost(Consumer<PeerId> listener) {
    return add(lostListeners, listener);
  }

  private static <T> Subscription add(List<T> listeners, T listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Something happened in the room, in which another process takes part for this one. */
  void tell(PeerEvent event) {
    switch (event.type()) {
      case JOINED -> joinListeners.forEach(listener -> listener.accept(event.peer(), event.kind()));
      case LEFT -> leaveListeners.forEach(listener -> listener.accept(event.peer()));
      case SEEN -> seenListeners.forEach(listener -> listener.accept(event.peer(), event.kind()));
      case LOST -> lostListeners.forEach(listener -> listener.accept(event.peer()));
    }
  }

  private final class Events implements Database.PeerEvents {
    @Override
    public void synced(SyncReport report) {
      syncListeners.forEach(listener -> listener.accept(report));
    }

    @Override
    public void forked(ReplicaFork fork) {
      forkListeners.forEach(listener -> listener.accept(fork));
    }

    @Override
    public void entered(dev.hyphadb.jvm.network.Room joined, Runnable leaving) {
      leave = leaving;
      entered = joined;
      peerChannels.entered(joined);
    }

    @Override
    public void joined(PeerId peer, String kind) {
      peerChannels.joined(peer);
      toVideo(sender -> sender.joined(peer));
      joinListeners.forEach(listener -> listener.accept(peer, kind));
    }

    @Override
    public void left(PeerId peer) {
      peerChannels.left(peer);
      toVideo(sender -> sender.left(peer));
      leaveListeners.forEach(listener -> listener.accept(peer));
    }

    @Override
    public void seen(PeerId peer, String kind) {
      seenListeners.forEach(listener -> listener.accept(peer, kind));
    }

    @Override
    public void lost(PeerId peer) {
      lostListeners.forEach(listener -> listener.accept(peer));
    }

    @Override
    public void channelFrame(PeerId peer, byte[] frame) {
      peerChannels.frame(peer, frame);
    }

    @Override
    public void writable(PeerId peer) {
      peerChannels.writable(peer);
    }
  }
}
