package dev.hyphadb.relay;

import dev.hyphadb.relay.Refusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** The relay's counters, all present from the start. Any thread. */
final class RelayMetrics {
  private final Counter accepted;
  private final Counter deliveries;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  RelayMetrics(MeterRegistry registry) {
    accepted =
        Counter.builder("hypha.relay.events.accepted")
            .description("Events verified and passed on")
            .register(registry);
    deliveries =
        Counter.builder("hypha.relay.deliveries")
            .description("Events handed to subscriptions")
            .register(registry);
    for (Reason reason : Reason.values()) {
      refused.put(
          reason,
          Counter.builder("hypha.relay.rejected")
              .description("Events and messages refused and connections ended, by reason")
              .tag("reason", reason.code())
              .register(registry));
    }
  }

  void accepted() {
    accepted.increment();
  }

  void delivered(int count) {
    deliveries.increment(count);
  }

  void refused(Reason reason) {
    refused.get(reason).increment();
  }

  long acceptedCount() {
    return (long) accepted.count();
  }

  long deliveryCount() {
    return (long) deliveries.count();
  }

  long refusedCount() {
    return (long) refused.values().stream().mapToDouble(Counter::count).sum();
  }
}
