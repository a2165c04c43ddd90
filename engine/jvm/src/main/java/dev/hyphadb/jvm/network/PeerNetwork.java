package dev.hyphadb.jvm.network;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.Rejection;
import dev.hyphadb.core.signal.Rendezvous;
import dev.hyphadb.core.signal.RendezvousConfig;
import dev.hyphadb.core.signal.RendezvousOutput;
import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.signal.Transport;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.jvm.crypto.SessionKey;
import dev.hyphadb.jvm.webrtc.WebRtcOptions;
import dev.hyphadb.jvm.webrtc.WebRtcTransport;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * This process on the network: joins rooms and connects to everybody in them, over one connection
 * per peer. Methods may be called from any thread; listeners are called on one thread of its own.
 */
public final class PeerNetwork implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(PeerNetwork.class.getName());

  /**
   * Received bytes of one connection that wait for its listener before the peer is disconnected.
   */
  private static final long INBOX_BYTES_MAX = 32L << 20;

  /** Bytes left in a channel at which it is called writable again. */
  private static final long LOW_WATER_BYTES = 256 << 10;

  private static final long HELD_BACK_POLL_MILLIS = 2;
  private static final long CLOSE_MILLIS = 5_000;

  private final PeerId self;
  private final WebRtcOptions webRtcOptions;
  private final Rendezvous rendezvous;
  private final Signaling signaling;
  private final Transport transport;
  private final Thread thread;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> inboxBytes = new ConcurrentHashMap<>();
  private final AtomicLong overflows = new AtomicLong();

  /** Of the rooms with a password; kept until their farewell is sent. */
  private final Map<String, Seal> seals = new ConcurrentHashMap<>();

  private final AtomicLong unopened = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);

  // Of the network thread alone
  private final Map<Integer, PeerId> peers = new HashMap<>();
  private final Set<Room> watched = ConcurrentHashMap.newKeySet();
  private boolean rendezvousChanged = true;
  private volatile boolean closing;

  private PeerNetwork(
      NetworkOptions options, SessionKey key, Signaling signaling, Supplier<Transport> transport) {
    this.self = key.peer();
    this.webRtcOptions = webRtcOptions(options);
    this.rendezvous =
        new Rendezvous(
            new RendezvousConfig(self, options.kind(), options.announceIntervalMillis(), 512, 32));
    this.signaling = signaling;
    this.transport = transport.get();
    this.thread = new Thread(this::run, "hypha-network");
    thread.setDaemon(true);
  }

  /**
   * Starts a session under a new peer id. Takes about 200 ms for the native library; signaling
   * connects in the background.
   *
   * @throws dev.hyphadb.jvm.webrtc.WebRtcUnavailableException when WebRTC cannot run here, saying
   *     what to install
   */
  public static PeerNetwork open(NetworkOptions options) {
    return open(options, key -> CombinedSignaling.of(options, key));
  }

  /** The same with signaling of the caller's making. */
  static PeerNetwork open(NetworkOptions options, Function<SessionKey, Signaling> signaling) {
    SessionKey key = SessionKey.generate();
    WebRtcOptions webRtc = webRtcOptions(options);
    // The native threads come last: what is wrong with the options must not leave them behind.
    Signaling prepared = signaling.apply(key);
    PeerNetwork network =
        new PeerNetwork(options, key, prepared, () -> new WebRtcTransport(webRtc));
    network.transport.start(network.new TransportEvents());
    network.thread.start();
    network.signaling.start(network.new SignalingEvents());
    return network;
  }

  /** This session's peer id. */
  public PeerId self() {
    return self;
  }

  WebRtcOptions webRtcOptions() {
    return webRtcOptions;
  }

  private static WebRtcOptions webRtcOptions(NetworkOptions options) {
    return new WebRtcOptions(options.iceServers(), options.advertisedAddress());
  }

  /**
   * Joins the room of that name.
   *
   * @throws IllegalStateException when this network is in the room already, or closed
   */
  public Room join(String roomName, RoomListener listener) {
    return join(roomName, null, listener);
  }

  /**
   * The same for a room whose signaling is sealed with a password: others, without it, neither see
   * nor are seen.
   *
   * @param password null for none
   */
  public Room join(String roomName, String password, RoomListener listener) {
    String topic = Topics.of(roomName);
    Seal seal = password == null ? null : new Seal(password, topic);
    Room room = new Room(this, transport, topic, listener);
    if (closing) {
      throw new IllegalStateException(
          "the network is closed: room " + roomName + " cannot be joined");
    }
    if (rooms.putIfAbsent(topic, room) != null) {
      throw new IllegalStateException(
          "room " + roomName + " is joined already: close it before joining again");
    }
    if (seal != null) {
      seals.put(topic, seal);
    }
    control(() -> {
      signaling.join(topic);
      rendezvous.join(topic, nowMillis());
    });
    return room;
  }

  void leave(Room room) {
    if (rooms.remove(room.topic(), room)) {
      room.clear();
      control(() -> {
        watched.remove(room);
        rendezvous.leave(room.topic(), nowMillis());
        perform();
        if (!rooms.containsKey(room.topic())) {
          seals.remove(room.topic());
        }
        signaling.leave(room.topic());
      });
    }
  }

  void expel(int connection) {
    control(() -> rendezvous.expel(connection, nowMillis()));
  }

  /** Sees to it that the room hears when a peer that it was refused becomes writable. */
  void watch(Room room) {
    watched.add(room);
    inbox.add(() -> {});
  }

  /** What was dropped of what came from outside, by reason. */
  public Map<String, Long> rejections() {
    Map<String, Long> all = new HashMap<>();
    for (Rejection reason : Rejection.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      all.put("signal-" + name, rendezvous.rejected(reason));
    }
    if (transport instanceof WebRtcTransport webRtc) {
      webRtc.rejections().forEach((reason, count) -> all.put("webrtc-" + reason, count));
    }
    all.putAll(signaling.rejections());
    all.put("inbox-overflow", overflows.get());
    all.put("signal-sealed", unopened.get());
    return all;
  }

  /** Leaves every room, says so to the others, and ends. Returns when done, within seconds. */
  @Override
  public void close() {
    if (!closing) {
      closing = true;
      inbox.add(() -> {});
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      if (!ended.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOGGER.log(
            Level.WARNING,
            "the network thread did not end within {0} ms: a listener may be blocking it",
            CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  // The network thread

  private void run() {
    List<Runnable> burst = new ArrayList<>();
    long deadlineMillis = Long.MAX_VALUE;
    while (!closing) {
      try {
        if (rendezvousChanged) {
          perform();
          deadlineMillis = rendezvous.deadlineMillis();
          rendezvousChanged = false;
        }
        Runnable first = inbox.poll(waitMillis(deadlineMillis), TimeUnit.MILLISECONDS);
        if (first != null) {
          burst.add(first);
          inbox.drainTo(burst, 1_024);
          for (Runnable event : burst) {
            handle(event);
          }
          burst.clear();
        }
        if (nowMillis() >= deadlineMillis) {
          rendezvous.tick(nowMillis());
          rendezvousChanged = true;
        }
        if (!watched.isEmpty()) {
          reportWritable();
        }
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException | Error e) {
        // A network without its thread would be silent for ever: even errors of listeners must not
        // end it.
        burst.clear();
        LOGGER.log(Level.ERROR, "the network thread goes on after a fault", e);
      }
    }
    end();
  }

  private long waitMillis(long deadlineMillis) {
    long wait = Math.max(0, Math.min(deadlineMillis - nowMillis(), 60_000));
    return watched.isEmpty() ? wait : Math.min(wait, HELD_BACK_POLL_MILLIS);
  }

  private static void handle(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.ERROR, "a network event or a room's listener failed", e);
    }
  }

  private void end() {
    try {
      for (Room room : List.copyOf(rooms.values())) {
        rooms.remove(room.topic());
        room.clear();
        rendezvous.leave(room.topic(), nowMillis());
      }
      perform();
      signaling.close();
      transport.close();
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.ERROR, "closing the network failed", e);
    } finally {
      ended.countDown();
    }
  }

  /** Puts an input of the rendezvous into the inbox. */
  private void control(Runnable input) {
    inbox.add(() -> {
      rendezvousChanged = true;
      input.run();
      perform();
    });
  }

  /** Does what the rendezvous asks for. */
  private void perform() {
    for (RendezvousOutput output; (output = rendezvous.poll()) != null; ) {
      switch (output) {
        case RendezvousOutput.Publish publish ->
            signaling.publish(publish.topic(), sealed(publish.topic(), publish.message()));
        case RendezvousOutput.Send send ->
            signaling.send(send.topic(), send.to(), sealed(send.topic(), send.message()));
        case RendezvousOutput.Offer offer -> {
          begin(offer.connection(), offer.peer());
          transport.offer(offer.connection(), offer.labels());
        }
        case RendezvousOutput.Answer answer -> {
          begin(answer.connection(), answer.peer());
          transport.answer(answer.connection(), answer.sdp());
        }
        case RendezvousOutput.Accept accept -> transport.accept(accept.connection(), accept.sdp());
        case RendezvousOutput.AddCandidate add ->
            transport.addCandidate(add.connection(), add.candidate());
        case RendezvousOutput.OpenChannel open ->
            transport.openChannel(open.connection(), open.label());
        case RendezvousOutput.CloseChannel close ->
            transport.closeChannel(close.connection(), close.label());
        case RendezvousOutput.Close close -> {
          transport.close(close.connection());
          peers.remove(close.connection());
          inboxBytes.remove(close.connection());
        }
        case RendezvousOutput.PeerJoined joined -> joined(joined);
        case RendezvousOutput.PeerLeft left -> left(left);
        case RendezvousOutput.PeerSeen seen ->
            tell(seen.topic(), listener -> listener.peerSeen(seen.peer(), seen.kind()));
        case RendezvousOutput.PeerLost lost ->
            tell(lost.topic(), listener -> listener.peerLost(lost.peer()));
      }
    }
  }

  private byte[] sealed(String topic, SignalMessage message) {
    byte[] payload = SignalCodec.encode(message);
    Seal seal = seals.get(topic);
    return seal == null ? payload : seal.seal(payload, self);
  }

  private void begin(int connection, PeerId peer) {
    peers.put(connection, peer);
    inboxBytes.put(connection, new AtomicLong());
  }

  private void joined(RendezvousOutput.PeerJoined joined) {
    Room room = rooms.get(joined.topic());
    if (room != null) {
      room.joined(joined.peer(), joined.connection());
      handle(() -> room.listener().peerJoined(joined.peer(), joined.kind()));
    }
  }

  private void left(RendezvousOutput.PeerLeft left) {
    Room room = rooms.get(left.topic());
    if (room != null && room.left(left.peer())) {
      handle(() -> room.listener().peerLeft(left.peer()));
    }
  }

  private void tell(String topic, Consumer<RoomListener> event) {
    Room room = rooms.get(topic);
    if (room != null) {
      handle(() -> event.accept(room.listener()));
    }
  }

  private void deliver(int connection, String label, byte[] frame) {
    PeerId peer = peers.get(connection);
    Room room = rooms.get(label);
    AtomicLong waiting = inboxBytes.get(connection);
    if (waiting != null) {
      waiting.addAndGet(-frame.length);
    }
    if (peer != null && room != null && room.isConnected(peer, connection)) {
      room.listener().frame(peer, frame);
    }
  }

  private void reportWritable() {
    for (Room room : List.copyOf(watched)) {
      for (PeerId peer : List.copyOf(room.heldBack())) {
        if (room.bufferedBytes(peer) <= LOW_WATER_BYTES && room.heldBack().remove(peer)) {
          handle(() -> room.listener().writable(peer));
        }
      }
      if (room.heldBack().isEmpty()) {
        watched.remove(room);
        if (!room.heldBack().isEmpty()) {
          watched.add(room);
        }
      }
    }
  }

  /** Reports of signaling, on its threads. */
  private final class SignalingEvents implements Signaling.Listener {
    @Override
    public void message(String topic, PeerId from, byte[] payload) {
      Seal seal = seals.get(topic);
      byte[] opened = seal == null ? payload : seal.open(payload, from);
      if (opened == null) {
        unopened.incrementAndGet();
      } else {
        control(() -> rendezvous.received(topic, from, opened, nowMillis()));
      }
    }

    @Override
    public void gone(String topic, PeerId peer) {
      control(() -> rendezvous.gone(topic, peer));
    }

    @Override
    public void state(boolean ready) {
      control(() -> {
        if (ready) {
          rendezvous.signalingUp(nowMillis());
        } else {
          rendezvous.signalingDown();
        }
      });
    }
  }

  /** Reports of WebRTC, on its threads. */
  private final class TransportEvents implements Transport.Listener {
    @Override
    public void described(int connection, String sdp) {
      control(() -> rendezvous.described(connection, sdp));
    }

    @Override
    public void candidate(int connection, IceCandidate candidate) {
      control(() -> rendezvous.candidate(connection, candidate, nowMillis()));
    }

    @Override
    public void state(int connection, Transport.State state) {
      control(() -> rendezvous.state(connection, state, nowMillis()));
    }

    @Override
    public void channelOpened(int connection, String label) {
      control(() -> rendezvous.channelOpened(connection, label));
    }

    @Override
    public void channelClosed(int connection, String label) {
      control(() -> rendezvous.channelClosed(connection, label, nowMillis()));
    }

    @Override
    public void frame(int connection, String label, byte[] frame) {
      AtomicLong waiting = inboxBytes.get(connection);
      if (waiting == null) {
        return;
      }
      if (waiting.addAndGet(frame.length) > INBOX_BYTES_MAX) {
        // Lost frames would break the channel's promise: the peer is disconnected and starts
        // afresh.
        if (inboxBytes.remove(connection, waiting)) {
          overflows.incrementAndGet();
          control(() -> rendezvous.expel(connection, nowMillis()));
        }
        return;
      }
      inbox.add(() -> deliver(connection, label, frame));
    }
  }
}
