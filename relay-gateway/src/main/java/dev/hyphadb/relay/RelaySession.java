package dev.hyphadb.relay;

import dev.hyphadb.relay.Refusal.Reason;
import dev.hyphadb.service.TokenBucket;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One connection's side of NIP-01. Time is passed in: nanoseconds of a monotonic clock, seconds of
 * the wall clock.
 */
final class RelaySession {
  private static final Logger LOG = Logger.getLogger(RelaySession.class);

  private final String connection;
  private final Link link;
  private final Relay relay;
  private final VerificationLanes lanes;
  private final MessageCodec codec;
  private final RelayMetrics metrics;
  private final RelayConfig config;
  private final TokenBucket messages;
  private final TokenBucket refusals;
  private final Map<String, SubscriptionIndex.Subscription> subscriptions = new HashMap<>();
  private final Set<Reason> logged = EnumSet.noneOf(Reason.class);
  private boolean ended;

  RelaySession(
      String connection,
      Link link,
      Relay relay,
      VerificationLanes lanes,
      MessageCodec codec,
      RelayMetrics metrics,
      RelayConfig config,
      long nowNanos) {
    this.connection = connection;
    this.link = link;
    this.relay = relay;
    this.lanes = lanes;
    this.codec = codec;
    this.metrics = metrics;
    this.config = config;
    this.messages = new TokenBucket(config.messagesPerSecond(), config.messagesBurst(), nowNanos);
    this.refusals = new TokenBucket(1, config.refusalsBurst(), nowNanos);
  }

  synchronized void onText(String text, long nowNanos, long nowSeconds) {
    if (ended) {
      return;
    }
    boolean withinRate = messages.tryTake(nowNanos);
    try {
      ClientMessage message = codec.decode(text);
      Refusal tooFast =
          withinRate
              ? null
              : new Refusal(
                  Reason.RATE_LIMITED,
                  "at most " + config.messagesPerSecond() + " messages a second; slow down");
      handle(message, tooFast, nowSeconds);
    } catch (Refusal refusal) {
      refuse(refusal, MessageCodec.notice(refusal.text()));
    }
  }

  synchronized void onBinary() {
    Refusal refusal = new Refusal(Reason.MALFORMED, "messages are JSON text, not binary");
    refuse(refusal, MessageCodec.notice(refusal.text()));
  }

  private void handle(ClientMessage message, Refusal tooFast, long nowSeconds) {
    switch (message) {
      case ClientMessage.Publish publish -> publish(publish.event(), tooFast, nowSeconds);
      case ClientMessage.Request request -> request(request, tooFast);
      case ClientMessage.Close close -> drop(close.subscription());
      case ClientMessage.RefusedEvent event ->
          refuse(event.refusal(), MessageCodec.ok(event.id(), false, event.refusal().text()));
      case ClientMessage.RefusedRequest request -> {
        drop(request.subscription());
        refuse(
            request.refusal(),
            MessageCodec.closed(request.subscription(), request.refusal().text()));
      }
    }
  }

  private void publish(Event event, Refusal tooFast, long nowSeconds) {
    try {
      if (tooFast != null) {
        throw tooFast;
      }
      relay.screen(event, nowSeconds);
      if (!lanes.submit(connection.hashCode(), () -> admit(event))) {
        throw new Refusal(Reason.BUSY, "this relay is busy; try again in a moment");
      }
    } catch (Refusal refusal) {
      refuse(refusal, MessageCodec.ok(event.id(), false, refusal.text()));
    }
  }

  /** On a lane: without this session's lock, which an event loop may be waiting for. */
  private void admit(Event event) {
    try {
      relay.admit(event);
      link.send(MessageCodec.ok(event.id(), true, ""));
    } catch (Refusal refusal) {
      boolean known = refusal.reason() == Reason.DUPLICATE;
      refuse(refusal, MessageCodec.ok(event.id(), known, refusal.text()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Admitting an event failed: connection=%s", connection);
      refuse(
          new Refusal(Reason.INTERNAL, "the relay failed"),
          MessageCodec.ok(event.id(), false, "error: the relay failed; try again"));
    }
  }

  private void request(ClientMessage.Request request, Refusal tooFast) {
    String name = request.subscription();
    try {
      if (tooFast != null) {
        throw tooFast;
      }
      if (!subscriptions.containsKey(name)
          && subscriptions.size() >= config.subscriptionsPerConnectionMax()) {
        throw new Refusal(
            Reason.TOO_MANY_SUBSCRIPTIONS,
            "at most "
                + config.subscriptionsPerConnectionMax()
                + " subscriptions; close one first");
      }
    } catch (Refusal refusal) {
      drop(name);
      refuse(refusal, MessageCodec.closed(name, refusal.text()));
      return;
    }
    drop(name);
    var subscription = new SubscriptionIndex.Subscription(name, request.filters(), link::send);
    subscriptions.put(name, subscription);
    // Entered before EOSE leaves: whoever sees EOSE misses nothing published afterwards.
    relay.index().add(subscription);
    link.send(MessageCodec.eose(name));
  }

  private void drop(String name) {
    SubscriptionIndex.Subscription old = subscriptions.remove(name);
    if (old != null) {
      relay.index().remove(old);
    }
  }

  private synchronized void refuse(Refusal refusal, String answer) {
    if (ended) {
      return;
    }
    metrics.refused(refusal.reason());
    if (logged.add(refusal.reason())) {
      LOG.infof("Refused: connection=%s reason=%s", connection, refusal.reason().code());
    }
    if (refusals.tryTake(System.nanoTime())) {
      link.send(answer);
    } else {
      metrics.refused(Reason.TOO_MANY_REFUSALS);
      link.close(Reason.TOO_MANY_REFUSALS);
      onClose();
    }
  }

  /** The connection has ended, whoever ended it. */
  synchronized void onClose() {
    ended = true;
    subscriptions.values().forEach(relay.index()::remove);
    subscriptions.clear();
  }

  synchronized int subscriptionCount() {
    return subscriptions.size();
  }
}
