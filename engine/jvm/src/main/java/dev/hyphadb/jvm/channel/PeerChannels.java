package dev.hyphadb.jvm.channel;

import dev.hyphadb.core.channel.ChannelEvent;
import dev.hyphadb.core.channel.ChannelFrame;
import dev.hyphadb.core.channel.ChannelInbox;
import dev.hyphadb.core.channel.ChannelLimits;
import dev.hyphadb.core.channel.ChannelOutbox;
import dev.hyphadb.core.channel.ChannelRejection;
import dev.hyphadb.core.channel.ChannelSource;
import dev.hyphadb.core.channel.ReceiveBudget;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.jvm.network.Room;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The channels of one room, with every peer in it. Any thread. */
public final class PeerChannels {
  private static final System.Logger LOGGER = System.getLogger(PeerChannels.class.getName());

  /** Above this many bytes in the connection's buffer messages wait, so that sync can pass. */
  private static final long BUFFERED_BYTES_MAX = 256 << 10;

  /** With everybody together: half the heap, though never more than 1 GiB. */
  private static final long BUDGET_BYTES = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 2);

  private final Map<PeerId, Link> links = new ConcurrentHashMap<>();
  private final Map<String, MessageListener> listeners = new ConcurrentHashMap<>();
  private final Map<ChannelRejection, Long> rejections = new ConcurrentHashMap<>();

  /** Also the lock of all inboxes, which share it. */
  private final ReceiveBudget budget = new ReceiveBudget(BUDGET_BYTES);

  private final AtomicInteger pings = new AtomicInteger();
  private volatile Room room;

  /** One peer. Its monitor guards the outbox and the frame that the connection did not take. */
  private final class Link {
    final ChannelOutbox outbox = new ChannelOutbox();
    final ChannelInbox inbox = new ChannelInbox(ChannelLimits.DEFAULTS, budget, this::isListening);
    final Map<Integer, Ping> pings = new ConcurrentHashMap<>();
    ChannelOutbox.Outgoing unsent;
    boolean isGone;

    private boolean isListening(String name) {
      MessageListener listener = listeners.get(name);
      return listener != null && listener.isListening();
    }
  }

  private record Ping(long startNanos, CompletableFuture<Duration> answer) {}

  // Sending

  /**
   * Sends a message.
   *
   * @param targets those to send to, who are skipped when they are not connected; null for all
   * @return completes when everything is handed over for everybody; exceptionally when a peer left
   *     meanwhile, which does not keep others from getting it
   * @throws IllegalStateException when this process takes no part in the room, or too much waits
   */
  public CompletableFuture<Void> send(OutgoingMessage message, Collection<PeerId> targets) {
    requireRoom();
    ChannelFrame.requireName(message.channel());
    if (message.isBinary()
        && message.bytes().remaining() > ChannelLimits.DEFAULTS.messageBytesMax()) {
      throw new IllegalArgumentException(
          "a message of "
              + message.bytes().remaining()
              + " bytes is above the limit of "
              + ChannelLimits.DEFAULTS.messageBytesMax()
              + ": send it in parts");
    }
    List<CompletableFuture<Void>> handed = new ArrayList<>();
    for (PeerId peer : targets == null ? List.copyOf(links.keySet()) : targets) {
      Link link = links.get(peer);
      if (link != null) {
        handed.add(send(message, peer, link));
      }
    }
    return CompletableFuture.allOf(handed.toArray(new CompletableFuture<?>[0]));
  }

  private CompletableFuture<Void> send(OutgoingMessage message, PeerId peer, Link link) {
    BufferSource source = new BufferSource(peer, message);
    synchronized (link) {
      if (link.isGone) {
        return gone(peer);
      }
      if (!link.outbox.send(message.channel(), message.isBinary(), source, message.meta())) {
        return CompletableFuture.failedFuture(
            new IllegalStateException(
                "too many messages wait for peer " + peer + ": wait for earlier ones to be sent"));
      }
    }
    pump(peer, link);
    return source.done;
  }

  private static CompletableFuture<Void> gone(PeerId peer) {
    return CompletableFuture.failedFuture(new CancellationException("peer " + peer + " left"));
  }

  private void requireRoom() {
    if (room == null) {
      throw new IllegalStateException(
          "this process takes no part in the room: the database was opened without rtc, it was"
              + " left, or another process that shares its directory takes part for all");
    }
  }

  /** Hands over what the connection takes; what follows from it is told without the lock. */
  private void pump(PeerId peer, Link link) {
    List<ChannelOutbox.Outgoing> handed = new ArrayList<>();
    synchronized (link) {
      Room joined = room;
      if (joined == null || link.isGone) {
        return;
      }
      while (link.unsent != null || (link.unsent = link.outbox.poll()) != null) {
        if (joined.bufferedBytes(peer) > BUFFERED_BYTES_MAX
            || !joined.send(peer, link.unsent.frame())) {
          joined.awaitWritable(peer);
          break;
        }
        handed.add(link.unsent);
        link.unsent = null;
      }
    }
    handed.forEach(PeerChannels::tell);
  }

  private static void tell(ChannelOutbox.Outgoing handed) {
    if (handed.source() instanceof BufferSource source) {
      double fraction = source.length() == 0 ? 1 : (double) handed.handedBytes() / source.length();
      guarded(() -> source.progress.handed(source.peer, fraction));
      if (handed.end() == ChannelOutbox.End.COMPLETE) {
        source.done.complete(null);
      }
    }
  }

  private static void guarded(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "A listener of a channel failed; it gets what comes next", e);
    }
  }

  /**
   * Measures the time to the peer and back.
   *
   * @return fails when the peer is not connected, leaves, or is silent for that long
   */
  public CompletableFuture<Duration> ping(PeerId peer, Duration timeout) {
    requireRoom();
    Link link = links.get(peer);
    if (link == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("peer " + peer + " is not connected"));
    }
    int number = pings.incrementAndGet() & Integer.MAX_VALUE;
    Ping ping = new Ping(System.nanoTime(), new CompletableFuture<>());
    link.pings.put(number, ping);
    synchronized (link) {
      link.outbox.control(ChannelFrame.ping(number));
    }
    pump(peer, link);
    return ping.answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((time, failure) -> link.pings.remove(number));
  }

  // What the room reports

  /** The process takes part in the room from now on; it has not heard of peers it reported. */
  public void entered(Room joined) {
    room = joined;
    links.forEach(this::pump);
  }

  /** The process no longer takes part. */
  public void exited() {
    room = null;
  }

  public void joined(PeerId peer) {
    links.put(peer, new Link());
  }

  public void left(PeerId peer) {
    Link link = links.remove(peer);
    if (link == null) {
      return;
    }
    List<ChannelSource> dropped;
    synchronized (link) {
      link.isGone = true;
      dropped = link.outbox.clear();
      if (link.unsent != null && link.unsent.source() != null) {
        dropped.add(link.unsent.source());
      }
    }
    CancellationException cause = new CancellationException("peer " + peer + " left");
    dropped.forEach(source -> ((BufferSource) source).done.completeExceptionally(cause));
    link.pings.values().forEach(ping -> ping.answer().completeExceptionally(cause));
    synchronized (budget) {
      link.inbox.clear();
      for (ChannelRejection reason : ChannelRejection.values()) {
        rejections.merge(reason, link.inbox.rejected(reason), Long::sum);
      }
    }
  }

  public void writable(PeerId peer) {
    Link link = links.get(peer);
    if (link != null) {
      pump(peer, link);
    }
  }

  /** A frame of channels came. */
  public void frame(PeerId peer, byte[] frame) {
    Link link = links.get(peer);
    if (link == null) {
      return;
    }
    List<ChannelEvent> events;
    synchronized (budget) {
      events = link.inbox.receive(frame);
    }
    events.forEach(event -> happened(peer, link, event));
    Room joined = room;
    if (link.inbox.isOffended() && joined != null) {
      joined.dismiss(peer);
    }
  }

  private void happened(PeerId peer, Link link, ChannelEvent event) {
    switch (event) {
      case ChannelEvent.Reply reply -> {
        synchronized (link) {
          link.outbox.control(reply.frame());
        }
        pump(peer, link);
      }
      case ChannelEvent.Taken taken -> {
        boolean isPossible;
        synchronized (link) {
          isPossible = link.outbox.taken(taken.bytes());
        }
        if (isPossible) {
          pump(peer, link);
        } else {
          synchronized (budget) {
            link.inbox.rejectReport();
          }
        }
      }
      case ChannelEvent.Pong pong -> {
        Ping ping = link.pings.get(pong.number());
        if (ping != null) {
          ping.answer().complete(Duration.ofNanos(System.nanoTime() - ping.startNanos()));
        }
      }
      case ChannelEvent.Progress part ->
          listen(
              part.channel(),
              listener ->
                  listener.progress(
                      peer,
                      part.lengthBytes() == 0
                          ? 1
                          : (double) part.receivedBytes() / part.lengthBytes(),
                      part.meta()));
      case ChannelEvent.ValueMessage message ->
          listen(
              message.channel(), listener -> listener.message(peer, false, message.value(), null));
      case ChannelEvent.BinaryMessage message ->
          listen(
              message.channel(),
              listener ->
                  listener.message(peer, true, new Value.Bytes(message.bytes()), message.meta()));
    }
  }

  private void listen(String channel, Consumer<MessageListener> event) {
    MessageListener listener = listeners.get(channel);
    if (listener != null) {
      guarded(() -> event.accept(listener));
    }
  }

  /** Everything that comes on the channel goes to this listener. */
  public void listen(String channel, MessageListener listener) {
    listeners.put(ChannelFrame.requireName(channel), listener);
  }

  /** What was dropped of what peers sent, by reason. */
  public Map<String, Long> rejections() {
    Map<String, Long> all = new HashMap<>();
    synchronized (budget) {
      for (ChannelRejection reason : ChannelRejection.values()) {
        long count = rejections.getOrDefault(reason, 0L);
        for (Link link : links.values()) {
          count += link.inbox.rejected(reason);
        }
        all.put("channel-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
      }
    }
    return all;
  }
}
