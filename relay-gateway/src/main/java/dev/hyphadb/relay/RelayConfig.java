package dev.hyphadb.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the relay, under {@code hypha.relay} ({@code HYPHA_RELAY_…} in the environment). */
@ConfigMapping(prefix = "hypha.relay")
interface RelayConfig {
  @WithDefault("HyphaDB relay gateway")
  String name();

  /** The WebSocket address peers reach this relay at; without it, the bound host and port. */
  Optional<String> publicUrl();

  @WithDefault("10000")
  int connectionsMax();

  @WithDefault("131072")
  int messageBytesMax();

  @WithDefault("32")
  int subscriptionsPerConnectionMax();

  @WithDefault("10")
  int filtersPerRequestMax();

  /** Values in one member of a filter. */
  @WithDefault("256")
  int valuesPerFilterMax();

  @WithDefault("2000")
  int tagsPerEventMax();

  @WithDefault("200")
  int messagesPerSecond();

  @WithDefault("1000")
  int messagesBurst();

  /**
   * Refused messages forgiven at once; one more is forgiven each second; beyond them the connection
   * is closed.
   */
  @WithDefault("100")
  int refusalsBurst();

  @WithDefault("2097152")
  int outboxBytesMax();

  /** How far {@code created_at} may lie from this machine's clock, either way. */
  @WithDefault("1h")
  Duration createdAtTolerance();

  /** Ids remembered to recognise a repeated event; each is kept for twice the tolerance. */
  @WithDefault("100000")
  int recentEventsMax();

  /** Threads that verify signatures; 0 means one a processor. */
  @WithDefault("0")
  int verificationThreads();

  /** Events waiting for verification, over all threads. */
  @WithDefault("8192")
  int verificationQueueMax();
}
