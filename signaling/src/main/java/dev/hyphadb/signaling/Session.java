package dev.hyphadb.signaling;

import dev.hyphadb.service.TokenBucket;
import dev.hyphadb.signaling.Rejection.Reason;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One connection's side of the protocol: {@code NEW → WELCOMED → ENDED}, by way of {@code CLAIMING}
 * when another connection holds the peer id it asks for.
 *
 * <p>The holder of an id keeps it as long as it answers: it is pinged, and only when it stays
 * silent for the takeover time does the newcomer get the id. So a peer whose network dropped comes
 * back quickly, and nobody evicts a live peer merely by knowing its id. What the newcomer says
 * meanwhile is kept, within a bound, and handled after its welcome.
 *
 * <p>Methods may be called from any thread; {@link #deliver} is called under the lock of {@link
 * Rooms}, hence must not take this session's. Time is passed in, in nanoseconds of one monotonic
 * clock.
 */
final class Session {
  private static final Logger LOG = Logger.getLogger(Session.class);
  private static final int PARKED_MESSAGES_MAX = 64;

  private enum State {
    NEW,
    CLAIMING,
    WELCOMED,
    ENDED
  }

  private final String connection;
  private final Link link;
  private final Rooms rooms;
  private final MessageCodec codec;
  private final SignalingMetrics metrics;
  private final SignalingConfig config;
  private final TokenBucket messages;
  private final TokenBucket rejections;
  private final Set<Reason> logged = EnumSet.noneOf(Reason.class);
  private final Queue<String> parked = new ArrayDeque<>();
  private final long openedNanos;

  private State state = State.NEW;
  private String peer;
  private int parkedChars;
  private long claimedNanos;
  private volatile long heardNanos;
  private volatile boolean replaced;
  private long pingedNanos;

  /** {@code connection} names the connection in logs. */
  Session(
      String connection,
      Link link,
      Rooms rooms,
      MessageCodec codec,
      SignalingMetrics metrics,
      SignalingConfig config,
      long nowNanos) {
    this.connection = connection;
    this.link = link;
    this.rooms = rooms;
    this.codec = codec;
    this.metrics = metrics;
    this.config = config;
    this.messages = new TokenBucket(config.messagesPerSecond(), config.messagesBurst(), nowNanos);
    this.rejections = new TokenBucket(1, config.rejectionsBurst(), nowNanos);
    this.openedNanos = nowNanos;
    this.heardNanos = nowNanos;
    this.pingedNanos = nowNanos;
  }

  synchronized void onText(String text, long nowNanos) {
    heardNanos = nowNanos;
    if (state == State.ENDED || replaced) {
      return;
    }
    try {
      if (!messages.tryTake(nowNanos)) {
        throw new Rejection(
            Reason.RATE_LIMITED,
            "At most "
                + config.messagesPerSecond()
                + " messages a second are accepted; slow down.");
      }
      if (state == State.CLAIMING) {
        park(text);
      } else {
        handle(codec.decode(text), nowNanos);
      }
    } catch (Rejection e) {
      reject(e, nowNanos);
    }
  }

  synchronized void onBinary(long nowNanos) {
    heardNanos = nowNanos;
    if (state != State.ENDED) {
      reject(new Rejection(Reason.MALFORMED, "Messages are JSON text, not binary."), nowNanos);
    }
  }

  /** Any sign of life that is not a message. */
  void onPong(long nowNanos) {
    heardNanos = nowNanos;
  }

  /** The connection has ended, whoever ended it. */
  synchronized void onClose() {
    if (state != State.ENDED) {
      boolean welcomed = state == State.WELCOMED;
      state = State.ENDED;
      parked.clear();
      if (welcomed) {
        rooms.exit(peer, this);
      }
    }
  }

  /** Called a few times a second: timeouts, pings and claims. */
  synchronized void onTick(long nowNanos) {
    switch (state) {
      case NEW -> {
        if (elapsed(openedNanos, nowNanos, config.helloTimeout().toNanos())) {
          end(Reason.HELLO_TIMEOUT);
        }
      }
      case CLAIMING -> pressClaim(nowNanos);
      case WELCOMED -> keepAlive(nowNanos);
      case ENDED -> {}
    }
  }

  private void keepAlive(long nowNanos) {
    if (elapsed(heardNanos, nowNanos, config.idleTimeout().toNanos())) {
      end(Reason.IDLE);
    } else if (elapsed(
        Math.max(heardNanos, pingedNanos), nowNanos, config.pingInterval().toNanos())) {
      pingedNanos = nowNanos;
      link.ping();
    }
  }

  private static boolean elapsed(long sinceNanos, long nowNanos, long durationNanos) {
    return nowNanos - sinceNanos >= durationNanos;
  }

  /** Queues a text for the client. Takes no lock but the link's. */
  void deliver(String text) {
    link.send(text);
  }

  private void handle(ClientMessage message, long nowNanos) throws Rejection {
    if (message instanceof ClientMessage.Hello hello) {
      hello(hello.peer(), nowNanos);
      return;
    }
    if (state != State.WELCOMED) {
      throw new Rejection(Reason.HELLO_REQUIRED, "Say hello before anything else.");
    }
    switch (message) {
      case ClientMessage.Hello ignored -> throw new IllegalStateException("hello is handled above");
      case ClientMessage.Join join -> rooms.join(peer, join.topic());
      case ClientMessage.Leave leave -> rooms.leave(peer, leave.topic());
      case ClientMessage.Publish publish ->
          metrics.delivered(rooms.publish(peer, publish.topic(), publish.payload()));
      case ClientMessage.Send send -> {
        rooms.send(peer, send.topic(), send.to(), send.payload());
        metrics.delivered(1);
      }
    }
    metrics.accepted();
  }

  private void hello(String id, long nowNanos) throws Rejection {
    if (state != State.NEW) {
      throw new Rejection(Reason.HELLO_REPEATED, "This connection has said hello already.");
    }
    peer = id;
    metrics.accepted();
    Session holder = rooms.enter(id, this);
    if (holder == this) {
      welcome();
    } else {
      state = State.CLAIMING;
      claimedNanos = nowNanos;
      holder.deliverPing();
    }
  }

  private void deliverPing() {
    link.ping();
  }

  private void welcome() {
    state = State.WELCOMED;
    link.send(MessageCodec.welcome(peer));
  }

  private void park(String text) throws Rejection {
    if (parked.size() >= PARKED_MESSAGES_MAX
        || parkedChars + text.length() > config.outboxBytesMax()) {
      throw new Rejection(Reason.HELLO_REQUIRED, "Wait for the welcome before sending more.");
    }
    parked.add(text);
    parkedChars += text.length();
  }

  private void pressClaim(long nowNanos) {
    Session holder = rooms.enter(peer, this);
    if (holder != this) {
      if (holder.heardNanos - claimedNanos > 0) {
        end(Reason.PEER_IN_USE);
        return;
      }
      if (!elapsed(claimedNanos, nowNanos, config.takeoverTimeout().toNanos())) {
        return;
      }
      rooms.exit(peer, holder);
      holder.deliverEnd(Reason.REPLACED);
      if (rooms.enter(peer, this) != this) {
        end(Reason.PEER_IN_USE);
        return;
      }
    }
    welcome();
    for (String text = parked.poll();
        text != null && state == State.WELCOMED;
        text = parked.poll()) {
      try {
        handle(codec.decode(text), nowNanos);
      } catch (Rejection e) {
        reject(e, nowNanos);
      }
    }
  }

  /**
   * Ends this session for another one, whose lock the caller holds: so without taking this one's.
   */
  private void deliverEnd(Reason reason) {
    replaced = true;
    metrics.rejected(reason);
    link.close(reason);
  }

  private void reject(Rejection e, long nowNanos) {
    metrics.rejected(e.reason());
    logOnce(e.reason());
    if (rejections.tryTake(nowNanos)) {
      link.send(MessageCodec.error(e.reason(), e.getMessage()));
    } else {
      end(Reason.TOO_MANY_REJECTIONS);
    }
  }

  private void end(Reason reason) {
    metrics.rejected(reason);
    logOnce(reason);
    link.close(reason);
    onClose();
  }

  private void logOnce(Reason reason) {
    if (logged.add(reason)) {
      LOG.infof("Rejected: connection=%s reason=%s", connection, reason.code());
    }
  }
}
