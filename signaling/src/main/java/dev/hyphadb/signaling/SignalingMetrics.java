package dev.hyphadb.signaling;

import dev.hyphadb.signaling.Rejection.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * The coordinator's counters, all present from the start so that a rate can be drawn from zero. Any
 * thread.
 */
final class SignalingMetrics {
  private final Counter accepted;
  private final Counter delivered;
  private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);

  SignalingMetrics(MeterRegistry registry) {
    accepted =
        Counter.builder("hypha.signaling.messages")
            .description("Messages accepted from clients")
            .register(registry);
    delivered =
        Counter.builder("hypha.signaling.deliveries")
            .description("Messages handed to recipients")
            .register(registry);
    for (Reason reason : Reason.values()) {
      rejected.put(
          reason,
          Counter.builder("hypha.signaling.rejected")
              .description("Messages refused and connections ended, by reason")
              .tag("reason", reason.code())
              .register(registry));
    }
  }

  void accepted() {
    accepted.increment();
  }

  void delivered(int count) {
    delivered.increment(count);
  }

  void rejected(Reason reason) {
    rejected.get(reason).increment();
  }

  long rejectedCount() {
    return (long) rejected.values().stream().mapToDouble(Counter::count).sum();
  }

  long acceptedCount() {
    return (long) accepted.count();
  }
}
