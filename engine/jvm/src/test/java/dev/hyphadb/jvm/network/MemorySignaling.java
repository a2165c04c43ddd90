package dev.hyphadb.jvm.network;

import dev.hyphadb.core.signal.Signaling;
import dev.hyphadb.core.sync.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Signaling within one process: a hub that delivers on a thread of its own, in order, and keeps
 * what it carried.
 */
final class MemorySignaling implements AutoCloseable {
  /** What a peer sent. */
  record Carried(PeerId from, String topic, PeerId to, byte[] payload) {}

  private final List<Port> ports = new CopyOnWriteArrayList<>();
  private final ExecutorService courier = Executors.newSingleThreadExecutor();
  private final List<Carried> carried = new ArrayList<>();

  Signaling port(PeerId self) {
    return new Port(self);
  }

  synchronized List<Carried> carried() {
    return List.copyOf(carried);
  }

  void inject(PeerId from, String topic, PeerId to, byte[] payload) {
    deliver(from, topic, to, payload);
  }

  private synchronized void deliver(PeerId from, String topic, PeerId to, byte[] payload) {
    carried.add(new Carried(from, topic, to, payload));
    try {
      courier.execute(() -> {
        for (Port port : ports) {
          boolean addressed = to == null ? !port.self.equals(from) : port.self.equals(to);
          if (addressed && port.topics.contains(topic)) {
            port.listener.message(topic, from, payload.clone());
          }
        }
      });
    } catch (RejectedExecutionException closed) {
      // The hub has closed: a message to nobody.
    }
  }

  @Override
  public void close() {
    courier.shutdown();
  }

  private final class Port implements Signaling {
    private final PeerId self;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private volatile Listener listener;

    Port(PeerId self) {
      this.self = self;
    }

    @Override
    public void start(Listener listener) {
      this.listener = listener;
      ports.add(this);
      listener.state(true);
    }

    @Override
    public void join(String topic) {
      topics.add(topic);
    }

    @Override
    public void leave(String topic) {
      topics.remove(topic);
    }

    @Override
    public void publish(String topic, byte[] payload) {
      deliver(self, topic, null, payload);
    }

    @Override
    public void send(String topic, PeerId to, byte[] payload) {
      deliver(self, topic, to, payload);
    }

    @Override
    public Map<String, Long> rejections() {
      return Map.of();
    }

    @Override
    public void close() {
      ports.remove(this);
    }
  }
}
