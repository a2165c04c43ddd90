package dev.hyphadb.signaling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Settings of the coordinator, under {@code hypha.signaling} ({@code HYPHA_SIGNALING_…} in the
 * environment).
 */
@ConfigMapping(prefix = "hypha.signaling")
interface SignalingConfig {
  /** Connections held at once; a further one is closed with 1013 (try again later). */
  @WithDefault("10000")
  int connectionsMax();

  /** Size of a payload once decoded from base64. */
  @WithDefault("65536")
  int payloadBytesMax();

  @WithDefault("64")
  int topicsPerConnectionMax();

  @WithDefault("4096")
  int peersPerTopicMax();

  /** Sustained rate of messages accepted from one connection. */
  @WithDefault("100")
  int messagesPerSecond();

  /** Messages a connection may send at once after a pause. */
  @WithDefault("300")
  int messagesBurst();

  /**
   * Rejected messages forgiven at once; one more is forgiven each second; beyond them the
   * connection is closed.
   */
  @WithDefault("30")
  int rejectionsBurst();

  /** Bytes waiting to be read by one slow connection before it is closed. */
  @WithDefault("1048576")
  int outboxBytesMax();

  /** Time a new connection has to say hello. */
  @WithDefault("10s")
  Duration helloTimeout();

  /** Time the holder of a peer id has to answer a ping when a second connection claims the id. */
  @WithDefault("3s")
  Duration takeoverTimeout();

  /** Silence after which the coordinator pings a connection. */
  @WithDefault("20s")
  Duration pingInterval();

  /** Silence, pongs included, after which a connection counts as dead. */
  @WithDefault("60s")
  Duration idleTimeout();
}
