package dev.hyphadb.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hyphadb.jvm.crypto.Schnorr;
import dev.hyphadb.relay.Refusal.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Admits events and passes them to the subscriptions that match. Runs on the verification lanes.
 */
final class Relay {
  private final Schnorr verifier;
  private final SubscriptionIndex index;
  private final RelayMetrics metrics;
  private final Duration tolerance;
  private final Cache<String, Boolean> recent;

  Relay(Schnorr verifier, SubscriptionIndex index, RelayMetrics metrics, RelayConfig config) {
    this.verifier = verifier;
    this.index = index;
    this.metrics = metrics;
    this.tolerance = config.createdAtTolerance();
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(config.recentEventsMax())
            .expireAfterWrite(tolerance.multipliedBy(2))
            .build();
  }

  SubscriptionIndex index() {
    return index;
  }

  /** What can be refused without cryptography; cheap enough for an event loop. */
  void screen(Event event, long nowSeconds) throws Refusal {
    if (!event.ephemeral()) {
      throw new Refusal(Reason.STORED_KIND, "this relay keeps ephemeral events only");
    }
    if (Math.abs(event.createdAt() - nowSeconds) > tolerance.toSeconds()) {
      throw new Refusal(
          Reason.CREATED_AT,
          "created_at is over " + tolerance.toSeconds() + " seconds from this relay's clock");
    }
  }

  /** Verifies and delivers. */
  void admit(Event event) throws Refusal {
    if (!event.idMatches()) {
      throw new Refusal(Reason.INVALID_ID, "id is not the hash of the event");
    }
    HexFormat hex = HexFormat.of();
    if (!verifier.verify(
        hex.parseHex(event.sig()), hex.parseHex(event.id()), hex.parseHex(event.pubkey()))) {
      throw new Refusal(Reason.INVALID_SIGNATURE, "sig is not the author's signature of id");
    }
    // Remembered only once verified, so that a forgery cannot make the true event a duplicate.
    if (recent.asMap().putIfAbsent(event.id(), Boolean.TRUE) != null) {
      throw new Refusal(Reason.DUPLICATE, "this relay has passed the event on already");
    }
    Collection<SubscriptionIndex.Subscription> matching = index.matching(event);
    if (!matching.isEmpty()) {
      String json = event.json();
      matching.forEach(subscription -> subscription.deliver(json));
      metrics.delivered(matching.size());
    }
    metrics.accepted();
  }
}
