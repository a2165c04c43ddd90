package dev.hyphadb.admin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the console, under {@code hypha.admin} ({@code HYPHA_ADMIN_…} in the environment).
 */
@ConfigMapping(prefix = "hypha.admin")
interface AdminConfig {
  Services services();

  /** Pause between two rounds of questions. */
  @WithDefault("3s")
  Duration refreshInterval();

  /** Time a service has for one whole answer. */
  @WithDefault("2s")
  Duration requestTimeout();

  @WithDefault("1048576")
  int responseBytesMax();

  /** Databases read from one node, peers read from one database. */
  @WithDefault("1000")
  int entriesMax();

  /** Base addresses, without a path. */
  interface Services {
    @WithDefault("http://127.0.0.1:7101")
    URI signaling();

    @WithDefault("http://127.0.0.1:7102")
    URI relay();

    @WithDefault("http://127.0.0.1:7110,http://127.0.0.1:7111")
    List<URI> nodes();
  }
}
