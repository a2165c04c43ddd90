package dev.hyphadb.jvm.signaling;

import dev.hyphadb.core.signal.RelayHealth;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket connection that comes back: after each end it rests as {@link RelayHealth} says and
 * connects again. All methods and all events are on the executor's one thread.
 */
final class PersistentSocket {
  private static final System.Logger LOGGER = System.getLogger(PersistentSocket.class.getName());
  private static final long PING_MILLIS = 20_000;
  private static final long SILENCE_MILLIS = 50_000;

  /** What happens on the connection of the moment. */
  interface Events {
    void opened();

    void text(String message);

    void closed();
  }

  private final URI url;
  private final HttpClient client;
  private final ScheduledExecutorService executor;
  private final Events events;
  private final RelayHealth health = new RelayHealth();
  private TextSocket socket;

  /** Counts connections, so that late events of earlier ones are known for what they are. */
  private int generation;

  private boolean open;
  private boolean stopped;
  private long connectMillis;
  private long heardMillis;
  private ScheduledFuture<?> heartbeat;

  PersistentSocket(URI url, HttpClient client, ScheduledExecutorService executor, Events events) {
    this.url = url;
    this.client = client;
    this.executor = executor;
    this.events = events;
  }

  /** The URL, checked to be one of a WebSocket. */
  static URI checked(URI url) {
    if (url.getHost() == null || !("ws".equals(url.getScheme()) || "wss".equals(url.getScheme()))) {
      throw new IllegalArgumentException("a signaling URL looks like wss://host/path, not: " + url);
    }
    return url;
  }

  static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  void start() {
    if (stopped) {
      return;
    }
    int mine = ++generation;
    connectMillis = nowMillis();
    socket = TextSocket.connect(client, url, new Forward(mine));
  }

  boolean isOpen() {
    return open;
  }

  RelayHealth health() {
    return health;
  }

  void send(String message) {
    if (open) {
      socket.send(message);
    }
  }

  /** The other side fails its part: hang up, and come back after a pause. */
  void fail(String reason) {
    health.failed(nowMillis());
    restart(reason);
  }

  /** The other side refuses: hang up, and come back after a long pause. */
  void refuse(RelayHealth.Refusal refusal, String reason) {
    health.refused(refusal, nowMillis());
    restart(reason);
  }

  private void restart(String reason) {
    LOGGER.log(Level.DEBUG, "{0} rests: {1}", url.getHost(), reason);
    boolean wasOpen = open;
    generation++;
    open = false;
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    if (socket != null) {
      socket.abort();
    }
    if (wasOpen) {
      events.closed();
    }
    if (!stopped) {
      long pause = Math.max(0, health.restUntilMillis() - nowMillis());
      long jitter = ThreadLocalRandom.current().nextLong(pause / 4 + 1);
      executor.schedule(this::start, pause + jitter, TimeUnit.MILLISECONDS);
    }
  }

  /** Sends what waits and ends for good. */
  void close() {
    stopped = true;
    generation++;
    open = false;
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    if (socket != null) {
      socket.close();
    }
  }

  private void beat() {
    if (open && nowMillis() - heardMillis > SILENCE_MILLIS) {
      fail("silent for " + SILENCE_MILLIS + " ms");
    } else if (open) {
      socket.ping();
    }
  }

  /** Brings events of one connection to the executor's thread. */
  private final class Forward implements TextSocket.Events {
    private final int mine;

    Forward(int mine) {
      this.mine = mine;
    }

    private void forward(Runnable event) {
      if (!executor.isShutdown()) {
        executor.execute(() -> {
          if (mine == generation && !stopped) {
            heardMillis = nowMillis();
            event.run();
          }
        });
      }
    }

    @Override
    public void opened() {
      forward(() -> {
        open = true;
        health.answered(nowMillis() - connectMillis);
        heartbeat =
            executor.scheduleAtFixedRate(
                PersistentSocket.this::beat, PING_MILLIS, PING_MILLIS, TimeUnit.MILLISECONDS);
        events.opened();
      });
    }

    @Override
    public void text(String message) {
      forward(() -> events.text(message));
    }

    @Override
    public void pong() {
      forward(() -> {});
    }

    @Override
    public void closed(String reason) {
      forward(() -> fail(reason));
    }
  }
}
